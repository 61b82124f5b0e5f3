"""The folder of the embedded store: how it is opened, in which format it is, what happens when its disk is full."""
