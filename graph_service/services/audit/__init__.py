"""The audit log: who changed what, by which request, and who was refused; in files that nobody can alter unseen."""
