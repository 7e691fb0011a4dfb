"""Which cells there are, and what counts as left behind. Run by `lab-scripts/test --unit`."""

import os
import re
import unittest

from faults import cells, checks, kinds, summary

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "handoff-protocol", "src", "main", "java",
                      "org", "osswap", "base", "FaultPoint.java")


def points():
    """What `osswap fault-points` prints, from the source of it."""
    with open(SOURCE, encoding="utf-8") as file:
        acts = re.findall(r"^  ([A-Z_]+)\((INCUMBENT|SUCCESSOR)(?:, ([A-Z_]+))?\)[,;]", file.read(), re.MULTILINE)
    lines = []
    for act, side, trait in acts:
        for when in ("before",) if trait == "RETURNS_ONLY_BY_FAILURE" else ("before", "after"):
            lines.append(f"{act.lower().replace('_', '-')}.{when} {side.lower()}{' app' if trait == 'PER_APP' else ''}")
    return cells.parse_points("\n".join(lines))


def cell(text):
    return cells.find(points(), text)


class CellsTest(unittest.TestCase):
    def test_every_point_of_the_product_has_its_place_in_a_swap(self):
        self.assertGreater(len(points()), 100)

    def test_a_new_point_is_refused_until_somebody_says_where_it_lies(self):
        with self.assertRaises(ValueError):
            cells.parse_points("brand-new.before incumbent")

    def test_the_sample_has_cells_that_the_rules_allow(self):
        sample = cells.sample(points())
        self.assertGreaterEqual(len(sample), 9)
        self.assertLessEqual(set(sample), set(cells.all_cells(points())))

    def test_the_matrix_has_each_damage_and_each_act(self):
        matrix = kinds.matrix(points())
        reached = {cells.act_of(cell.point.name) for cell in matrix}
        self.assertEqual({cell.damage for cell in matrix}, set(cells.DAMAGES))
        self.assertEqual(reached, {cells.act_of(cell.point.name) for cell in cells.all_cells(points())})

    def test_each_act_that_a_kind_names_is_one_of_the_product(self):
        acts = {cells.act_of(point.name) for point in points()}
        self.assertLessEqual(set(kinds.CALLS + kinds.KINDS_OF_CALLS + kinds.WRITES + kinds.WRITES_THERE), acts)
        self.assertLessEqual(set(kinds.STATES), {point.name for point in points()})

    def test_a_seed_gives_the_same_cells_again(self):
        self.assertEqual(cells.random_cells(points(), 7, 20), cells.random_cells(points(), 7, 20))
        self.assertNotEqual(cells.random_cells(points(), 7, 20), cells.random_cells(points(), 8, 20))

    def test_an_unknown_damage_is_refused(self):
        with self.assertRaises(ValueError):
            cell("dump.after:rain")

    def test_before_the_decision_a_dead_controller_means_the_way_back(self):
        self.assertEqual(cells.right_outcomes(cell("dump.after:kill-controller")), {cells.ROLLED_BACK})

    def test_after_the_decision_a_dead_controller_means_the_way_forward(self):
        self.assertEqual(cells.right_outcomes(cell("decide.after:kill-controller")), {cells.COMPLETED})

    def test_a_commit_whose_copy_never_ran_is_taken_back_when_the_successor_dies(self):
        self.assertEqual(cells.right_outcomes(cell("commit-copy.before:panic")), {cells.ROLLED_BACK})

    def test_a_source_is_told_of_the_decision_before_its_copy_runs(self):
        self.assertEqual(cells.right_outcomes(cell("end-source.before:kill-agent")), {cells.ROLLED_BACK, cells.COMPLETED})
        self.assertEqual(cells.right_outcomes(cell("end-source.before:kill-controller")), {cells.COMPLETED})
        self.assertEqual(cells.right_outcomes(cell("end-source.before:panic")), {cells.ROLLED_BACK})

    def test_a_cut_between_the_nics_ends_a_handoff_that_goes_over_them_alone(self):
        self.assertEqual(cells.right_outcomes(cell("dump.after:link-cut")), {cells.ROLLED_BACK})
        self.assertEqual(cells.right_outcomes(cell("dump.after:link-cut"), "memory"), {cells.ROLLED_BACK, cells.COMPLETED})

    def test_an_application_that_fails_to_decide_may_be_overtaken_by_another_that_does(self):
        self.assertEqual(cells.right_outcomes(cell("decide.before:fail")), {cells.ROLLED_BACK, cells.COMPLETED})
        self.assertEqual(cells.right_outcomes(cell("decide.before:kill-controller")), {cells.ROLLED_BACK})

    def test_the_os_is_not_crashed_that_an_application_may_run_on(self):
        allowed = {cells.name_of(c) for c in cells.all_cells(points())}
        self.assertIn("run-copy.before:panic", allowed)
        self.assertNotIn("run-copy.after:panic", allowed)
        self.assertNotIn("take-pci.before:hang", allowed)

    def test_a_controller_that_may_have_ended_is_not_killed(self):
        allowed = {cells.name_of(c) for c in cells.all_cells(points())}
        self.assertIn("retire-kexec.before:kill-controller", allowed)
        self.assertNotIn("await-proof.before:kill-controller", allowed)


class SummaryTest(unittest.TestCase):
    def row(self, text, **more):
        app = {"answered": 100, "lost": 0, "duplicated": 0, "errors": 0, "connection_kept": True, "blackout_ms": 2500}
        return {"cell": text, "date": "2026-11-22", "verdict": "passed", "outcome": "rolled-back", "wrong": [],
                "apps": {"redis": app}, **more}

    def test_a_line_says_what_came_of_both_points_of_an_act(self):
        table = {"cells": [
            self.row("dump.before:kill-controller"),
            self.row("dump.after:kill-controller", verdict="failed", wrong=["redis: 1 lost"]),
            self.row("finish.before:fail", outcome="completed")]}
        matrix = kinds.matrix(points())
        page = "\n".join(summary.page(table, matrix))
        self.assertIn(f"3 of {len(matrix)} cells run, 2 passed; 2026-11-22.", page)
        self.assertIn("| `dump` | r/**X** | ", page)
        self.assertRegex(page, r"\| `finish` .*\| c \|")
        self.assertIn("- `dump.after:kill-controller`: redis: 1 lost", page)
        self.assertIn("| rolled-back | 2 | 200 | 0, 0, 0 | 2.5, 2.5 |", page)

    def test_what_was_not_run_is_seen(self):
        matrix = kinds.matrix(points())
        page = "\n".join(summary.page({"cells": []}, matrix))
        self.assertIn(f"0 of {len(matrix)} cells run, 0 passed; never.", page)
        self.assertIn("| `dump` | ?/? |", page)


class LeftBehindTest(unittest.TestCase):
    def test_sections_are_compared_line_by_line_whatever_their_order(self):
        before = checks.sections("== a\n1\n2\n== b\n")
        self.assertEqual(before, checks.sections("== a\n2\n1\n== b\n"))
        self.assertEqual(checks.sections("== a\n2\n== b\n3\n")["b"] - before["b"], {"3"})


if __name__ == "__main__":
    unittest.main()
