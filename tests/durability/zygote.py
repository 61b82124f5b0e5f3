"""Starts ``graph-service serve`` again and again, in processes that need not import everything anew.

``python zygote.py``: each line of input is a port; the process that serves there is named, and its end is.
"""

from __future__ import annotations

import os
import sys

from graph_service.cli import main
from graph_service.http.app import create_app

assert create_app  # imported, so that each process that is forked has it

if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.dup2(2, 1)  # what the server logs is no answer of ours
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            main(["serve", "--port", line.strip()])
        os.write(1, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())
