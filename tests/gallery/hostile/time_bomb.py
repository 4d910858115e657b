"""Answers well at first; a thread then exits the process during a later call."""

import os
import threading


def double(x):
    threading.Timer(0.01, os._exit, (0,)).start()
    threading.Event().wait()
