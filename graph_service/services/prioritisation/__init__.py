"""Prioritisation of services: the material that queries select, and the scores and quadrants that follow from it.

How services are ranked is explained in ``docs/explanation/priorities.md``.
"""
