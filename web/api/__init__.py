"""The REST API: tasks, cases, processes, messages, calls; how the installation is doing, for machines."""
