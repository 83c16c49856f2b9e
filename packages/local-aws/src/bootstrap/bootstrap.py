"""The process of one Python execution environment: loads the handler and works on one event after the other."""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = "/2018-06-01/runtime/"


class RuntimeClient:
    """Speaks the Lambda Runtime API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def send(self, method, path, body=None):
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            self.connection.request(method, API + path, body, headers)
            response = self.connection.getresponse()
            return response.headers, response.read()
        except (OSError, http.client.HTTPException):
            # Whoever started this process is gone; nobody is left to work for.
            os._exit(1)

    def report_error(self, request_id, error):
        path = f"invocation/{request_id}/error" if request_id else "init/error"
        self.send("POST", path, json.dumps(error).encode())


class RuntimeFailure(Exception):
    """An error of the runtime itself, as Lambda's own Python runtime names it."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, headers):
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.client_context = json.loads(client_context) if client_context else None
        self.identity = None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


def error_object(error, request_id=""):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
    return {
        "errorMessage": str(error),
        "errorType": getattr(error, "error_type", type(error).__name__),
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


def load_handler(name):
    module_name, _, function_name = name.rpartition(".")
    if not module_name:
        raise RuntimeFailure("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise RuntimeFailure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        raise RuntimeFailure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}") from error
    if not hasattr(module, function_name):
        raise RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def to_json(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def print_answer(answer):
    try:
        return json.dumps(answer, ensure_ascii=False, default=to_json, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise RuntimeFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def work(client, handler):
    headers, body = client.send("GET", "invocation/next")
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
    try:
        answer = print_answer(handler(json.loads(body), Context(headers)))
    except Exception as error:
        traceback.print_exc()
        client.report_error(request_id, error_object(error, request_id))
    else:
        client.send("POST", f"invocation/{request_id}/response", answer)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    logging.basicConfig(stream=sys.stdout, format="[%(levelname)s] %(message)s")
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        traceback.print_exc()
        client.report_error(None, error_object(error))
        sys.exit(1)
    while True:
        work(client, handler)


main()
