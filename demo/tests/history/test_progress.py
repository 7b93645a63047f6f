from demo.history.progress import Progress, heard, said


def test_the_last_line_says_how_far_it_is() -> None:
    output = "\n".join(["a warning", said(1.4, 12, 40), "another", said(2.2, 30, 90), ""])

    assert heard(output) == Progress(2.2, 30, 90)


def test_nothing_is_known_before_the_first_line() -> None:
    assert heard("starting\n") is None
