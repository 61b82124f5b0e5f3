"""``python -m graph_service`` is ``graph-service``."""

from graph_service.cli import main

main()
