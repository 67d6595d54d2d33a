/** The vendors' error answers: each wraps a code and a message in its own way. */

/**
 * @param {any} body
 * @returns {{ code: string, message: string }} both "" for what is none of the known forms
 */
export function readRefusal(body) {
  const listed = body?.errors?.error?.[0]; // procurement: {"errors": {"error": ["CODE: message"]}}
  if (typeof listed === 'string') {
    const [, code, message] = /^([A-Z0-9_]+): ([^]*)$/.exec(listed) ?? [null, '', listed];
    return { code: code ?? '', message: message ?? '' };
  }
  // ERP: a problem document; billing: {"errors": [{...}]}; contracts: {"error": {...}}; inventory: flat
  const told = body?.errors?.[0] ?? body?.error ?? body ?? {};
  return {
    code: text(told['o:errorCode'] ?? told.code),
    message: text(told.message ?? told.detail ?? told.title),
  };
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : '';
}
