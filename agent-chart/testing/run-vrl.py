"""Compiles a VRL program with Vector's own compiler (the crate vrl, by the package vrl-python) and runs it over events, one a line
of JSON on standard input. Prints each result, null where the program aborts. Ends with the compiler's words where it does not compile."""

import json
import sys

from vrl_python import VRLRuntime

with open(sys.argv[1], encoding="utf-8") as file:
    source = file.read()
problem = VRLRuntime.check_syntax(source)
if problem:
    sys.exit(problem.formatted_message)
for line in sys.stdin:
    try:
        print(json.dumps(VRLRuntime.run(source, json.loads(line), "UTC").processed_event))
    except Exception as error:
        if "abort" not in str(error).lower():
            raise
        print("null")
