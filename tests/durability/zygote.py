"""Starts ``graph-service serve`` again and again, in processes that need not read code and shapes anew.

``python zygote.py``: each line of input is a port; the process that serves there is named, and then how it ended.
"""

from __future__ import annotations

import os
import sys

import graph_service.http.app
from graph_service.cli import main
from graph_service.settings import Settings

if __name__ == "__main__":
    # What the verb makes anew in each process is made once, before; it opens no store.
    app = graph_service.http.app.create_app(Settings.from_environment())
    app.state.deployment.gate.prepare()
    graph_service.http.app.create_app = lambda settings=None: app  # noqa: ARG005 - its name is the verb's
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.dup2(2, 1)  # what the server logs is no answer of ours
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            main(["serve", "--port", line.strip()])
        os.write(1, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())
