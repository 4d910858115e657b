from dropout_course.experiments import timing


def test_a_turn_counts_by_its_fastest_call(monkeypatch):
    clock = iter([0.0, 0.0, 5.0, 5.0, 5.0, 7.0, 7.0, 7.0, 10.0, 10.0])
    monkeypatch.setattr(timing.time, "thread_time", lambda: next(clock))
    calls = []
    assert timing.fastest(lambda: calls.append(1), 10.0) == 2
    assert len(calls) == 3
