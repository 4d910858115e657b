"""Ends its process when it is asked."""

import os


def double(x):
    os._exit(0)
