"""Worker processes of a service: started with what it was told, spoken to through their pipes.

    service -> worker   one JSON object a line: where everything is, then a clock, or a message of
                        the integration's own; the end of the pipe is the end of the service
    worker -> service   one JSON object a line: messages of the integration's own

What a worker does is for the integration to say (`Integration.worker`).
"""
