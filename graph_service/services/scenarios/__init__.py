"""What-if scenarios: actions from files, overlays made of them, answers compared, and scenarios that are kept."""
