"""API-led connectivity: system APIs, process APIs, an experience layer, and no state of its own.

Each webhook is answered by synchronous calls in sequence. What is there already is looked for
under its natural key first; what fails is retried within the few seconds that the sender waits.
After that the sender is told to come again, whatever was posted until then.
"""

from integration_under_test.api_led.experience import ApiLed

__all__ = ["ApiLed"]
