"""The commands of `grader`, each as it is typed."""
