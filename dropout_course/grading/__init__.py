"""Grade notebooks that strangers wrote: any nbgrader course, nothing trusted that comes from a submission.

Three roles, three kinds of process::

    coordinator          checker                     worker
    (coordinator.py)     (checker.py)                (worker.py, inside bubblewrap)
    reads the files,     runs the instructor's       runs the learner's cells,
    owns the gradebook   cells; a learner's          answers calls with
    runs no cell         function is a proxy    ->   plain values

**What is promised.** A submission is text until it reaches the worker, and the worker holds nothing worth
taking: no test, no seed, no answer, no other submission, no network, no file that outlives it. It can only
answer the calls that the checker makes, with numbers, text and arrays that the checker decodes by itself:
the one way to a point is to compute what was asked. It is stopped at limits of time, memory, processes and
output, and a submission that breaks one loses its own points only.

**What is not promised.** The wall is the Linux kernel: its namespaces, as bubblewrap sets them up, and a
short filter of system calls for what namespaces and limits do not reach (`seccomp`), without a virtual
machine. A bug of the kernel is outside this model, and so is a course folder, a gradebook or a Python
installation that the attacker may already write to. Total memory is watched, not reserved: many greedy
processes can slow the machine for the twentieth of a second until they are seen. A memory cgroup would
reserve it, but only an administrator can hand one to a grader, and who grades seldom is one.

Modules: `notebooks` and `submission` (read without trust, write), `assignment` (what the instructor asks),
`cells` (run one), `protocol` (values on the wire), `clock` (processor time), `sandbox` (the bubblewrap
command), `seccomp` (refused system calls), `worker`, `unprotected` (a worker without a sandbox), `checker`,
`lanes` (checkers side by side, replaced when they die), `cluster` (lanes on other machines), `gradebook`
(nbgrader's database and rules), `journal` (resume), `coordinator` (the run from folder to results), `screen`
(progress bar and table), `nbgrader_step` (for formgrader's button), `scores` (read from the gradebook),
`report`, `export`, `collect`.
"""
