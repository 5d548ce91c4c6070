"""What an exception, an odd output or a line that is no Python most likely comes from: tables of texts and their hints.

The special stands before the general; to add a symptom, add a line.
"""

from __future__ import annotations

import re

from grader.recording.recording import Error

IMPORTS = {
    "Pool": "from multiprocessing import Pool",
    "multiprocessing": "import multiprocessing",
    "os": "import os",
    "sys": "import sys",
    "time": "import time",
    "sleep": "from time import sleep",
    "argv": "from sys import argv",
    "getpid": "from os import getpid",
}
_READ_IT = "run the script by hand and read the last lines of the traceback: they name the line and the reason"

# An exception as it is shown, with the student's line below it, and the hint for it.
_ERRORS = [
    # texts
    (
        r"TypeError: not enough arguments for format string",
        'the values go right behind the text, in one pair of parentheses: "... %s ... %s" % (a, b)',
    ),
    (
        r"TypeError: unsupported operand type\(s\) for %: 'NoneType'",
        'the % stands behind print(...), which gives None: move it inside, print("... %s" % x)',
    ),
    (
        r"TypeError: not all arguments converted",
        'each value needs a place in the text: two values, two %s, "... %s ... %s" % (a, b)',
    ),
    (
        r"TypeError: can only concatenate str|TypeError: unsupported operand type\(s\) for \+: '\w+' and 'str'",
        '+ joins a text with a text only: write str(x), or f"... {x}"',
    ),
    (r"TypeError: exceptions must derive", 'raise takes an exception: raise ValueError("...")'),
    # N
    (r"IndexError.*\n.*argv", "sys.argv[0] is the script's own name, sys.argv[1] the first argument: there is no more"),
    (
        r"ValueError: invalid literal for int\(\) with base 10: '[^']*\.py'",
        "sys.argv[0] is the script's own name: N is sys.argv[1]",
    ),
    (
        r"TypeError: '<' not supported between instances of 'str' and 'int'",
        "what comes from sys.argv is text: int(sys.argv[1]) makes a number of it",
    ),
    (
        r"ValueError: Number of processes must be at least 1",
        "a pool needs one worker at least: pass N on as it is, Pool(int(sys.argv[1]))",
    ),
    # submitting
    (
        r"TypeError: '(int|float|str|NoneType|list)' object is not callable",
        "pass the function itself, without calling it: its name, a comma, the list of its arguments",
    ),
    (
        r"TypeError: .*argument after \*\*? must be",
        "all arguments go into one list, also a single one: [1, 6, 7], or [4]",
    ),
    (
        r"TypeError: .*(required positional argument|positional arguments? but)",
        "the arguments must fit the function's parameters: one for each, in one list, like [1, 6, 7]",
    ),
    (r"TypeError: .*unexpected keyword argument", "compare the names of the arguments with the function's parameters"),
    (
        r"TypeError: 'module' object is not callable",
        "a module cannot be called, but what is in it: multiprocessing.Pool with a capital P, time.sleep",
    ),
    (
        r"TypeError: 'str' object cannot be interpreted as an integer",
        "numbers stand without quotes: [1, 6, 7], and not ['1', '6', '7']",
    ),
    (
        r"ValueError: Pool not running",
        "a pool that is closed, or whose with block has ended, takes no more calls: submit them before",
    ),
    (
        r"ValueError: Pool is still running",
        "join() waits for the workers to leave, and close() lets them: call close() first",
    ),
    (r".*pool objects cannot be passed", "a pool cannot be sent to a worker: leave it out of the arguments"),
    (r".*cannot pickle '?(\w+\.)?generator", "a generator cannot be sent to a worker: send a list"),
    (
        r".*Can't (pickle|get) (local )?(object|attribute)|PicklingError",
        "a worker must be able to import the function: define it with def at the top of the file",
    ),
    (
        r"RuntimeError: .*(bootstrapping phase|start a new process before)",
        'each worker imports the file anew: protect the main part with if __name__ == "__main__":',
    ),
    # futures
    (r".*not ready", "successful() may be asked only when ready() is True, or after wait(): until then nobody knows"),
    (
        r"TimeoutError",
        "get(timeout) raises TimeoutError when the result is not there in time: catch it, or ask ready() instead",
    ),
    (
        r"AttributeError: '(int|float|list|NoneType)' object has no attribute '(get|wait|ready|successful)'",
        "this is no future: apply gives the result itself, append gives None; only apply_async gives a future",
    ),
    (
        r"AttributeError: '\w*Result' object has no attribute",
        "a future has four methods: get(), wait(), ready() and successful()",
    ),
    (r"AttributeError: '\w*Pool' object has no attribute", "the methods of a pool are spelt apply and apply_async"),
    (
        r".*'(function|method)' object has no attribute 'apply(_async)?'|.*no attribute '_check_running'",
        "Pool is a pool only once it is called, with the number of workers in its parentheses",
    ),
    (
        r"AttributeError: '(int|float|builtin_function_or_method)' object has no attribute 'sleep'",
        "a variable called time hides the module time: give it another name",
    ),
    (r"AttributeError: 'NoneType'", "what stands before the dot is None: print, append and wait give nothing back"),
    # names
    (r"NameError: name '__main__'", '__main__ is a text here: if __name__ == "__main__":'),
    (
        r"NameError: name '(xrange|raw_input|unicode|unichr|long|basestring)'",
        "this is a name of Python 2: in Python 3 it is range, input, str, chr or int",
    ),
    (r"ImportError: cannot import name '[Pp]\w*ol'", "the module has no such name: from multiprocessing import Pool"),
    (r"ImportError: cannot import name", "the module has no such name: look at its spelling, capitals count"),
    (
        r"ModuleNotFoundError: No module named '[A-Z]",
        "names of modules are written with small letters: import multiprocessing, os, sys, time",
    ),
    (r"TypeError: '(int|float)' object is not iterable", "to count up to a number, write range(number)"),
    (r"RecursionError", "the function calls itself without an end: a loop does what is wanted here"),
    (r"KeyError", "the dictionary has no such key: print its keys, and look at how it was filled"),
    (r"AssertionError", "this assert does not hold: is what it says to be expected here?"),
    # limits of a run
    (r"MemoryError", "look for a list or a text that grows without end"),
    (
        r"OSError:.*File too large",
        "a file has grown beyond what a run may write: look for a loop that writes and never ends",
    ),
    (
        r"OSError:.*Too many open files",
        "close what you open: a process has reached the number of files that it may have open",
    ),
    # whatever else
    (r"NameError", "the name is not defined where it is used: is it spelt right, and imported?"),
    (r"AttributeError", "look at the name after the dot: it is no attribute of that object"),
    (r"ModuleNotFoundError", "this module cannot be imported here: the standard library is all that is needed"),
    (r"EOFError", "the script must not ask for input: there is nobody to answer"),
    (r"IndexError", "how many members does the list have? Indices count from 0"),
    (r"UnboundLocalError", "the variable has no value yet on this way through the function"),
]


def hint_for_error(error: Error, source_line: str = "", otherwise: str = _READ_IT) -> str:
    """Return a hint for an exception; `source_line` is the student's line that it comes from."""
    missing = re.match(r"NameError: name '(\w+)'", str(error))
    if missing and missing.group(1) in IMPORTS:
        return f"import the name before it is used: {IMPORTS[missing.group(1)]}"
    shown = f"{error}\n{source_line}"
    return next((hint for pattern, hint in _ERRORS if re.match(pattern, shown)), otherwise)


# What was printed or returned, as a message shows it.
_OUTPUTS = [
    (r"<bound method Apply\w*\.*(\.get\b|$|\")", "get without parentheses is the method itself: write get()"),
    (r"<bound method", "a method without parentheses is printed as such: write () behind its name"),
    (r"<multiprocessing\.pool\.\w+", "this is the future itself: its result is what get() returns"),
    (r"<built-in function getpid>", "getpid without parentheses is the function itself: write os.getpid()"),
    (r"<coroutine object", "async def makes a coroutine, which nobody runs here: write def alone"),
    (r"<generator object", "a function with yield gives a generator: write return"),
    (r"MainProcess", "this is the name of the process: its number is os.getpid()"),
    (r"is None\b|Result[^\"]* None\b", "None is what wait() and print() give back: the result is what get() returns"),
    (r"is True\b", "True is the answer of successful() or ready(): the result is what get() returns"),
    (r"[{]\w+[}]", 'the text needs an f in front of its quotation marks: f"... {x}"'),
    (r"%[sd]", 'the values go behind the text: "... %s" % x, or f"... {x}"'),
]


def hint_for_output(seen: str) -> str | None:
    """Return a hint for what was printed or returned, or None when there is nothing odd in it."""
    return next((hint for pattern, hint in _OUTPUTS if re.search(pattern, seen)), None)


# A line that Python cannot read.
_LINES = [
    (r"\bprint\s+[\"'\w%]", "in Python 3 print is a function: print(...)"),
    (r"^raise \w+\s*,", 'in Python 3: raise ValueError("...")'),
    (r"^except \w+(\.\w+)?\s*,", "in Python 3: except ValueError as error:"),
    (r"^(if|elif|while) [^=!<>]*[^=!<>]=[^=]", "to compare, write == with two equals signs"),
    (
        "[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]",
        "word processors write other quotation marks: Python's are \" and '",
    ),
    (r"^(def|if|elif|else|for|while|with|try|except|class)\b[^#]*[^:\s]\s*$", "this line ends with a colon"),
]


def hint_for_line(trouble: str, line: str) -> str | None:
    """Return a hint for a line that Python cannot read; `trouble` is what Python says of it."""
    if re.search(r"the byte 0x|codec|encoding", trouble):  # what the line says is not what is wrong with it
        return None
    if re.search(r"indent|tab", trouble, re.IGNORECASE):
        return "indent with four spaces for each level, and never mix tabs and spaces"
    return next((hint for pattern, hint in _LINES if re.search(pattern, line)), None)
