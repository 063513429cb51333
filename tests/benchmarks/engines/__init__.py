"""Shanxi's standard in engines a user might pick instead of zhenkit, each as well as it can say it."""
