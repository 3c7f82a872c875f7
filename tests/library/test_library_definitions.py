"""The library's own examples and rules, with no exception."""


def test_every_worked_example_of_the_library_holds(company):
    reports = company.test()
    assert len(reports) >= 2 * 150
    assert [(report.kpi, report.name) for report in reports if not report.ok] == []


def test_the_library_passes_every_rule_of_the_lint(shipped):
    assert [str(finding) for finding in shipped.lint()] == []
