#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""independent.py: a second opinion on the bundled environments' verdicts, for tests.

judge(env_name, question, answer) reads the question as a person would, not the state, and knows
nothing of the C verifiers. spoil(answer, random) makes an answer wrong, mostly, in some way that
models and attackers are known for; what it makes is for judge to say.

`answer` is what stands between the tags. Standard library only; needs Debian's wamerican for
word_ladder."""

import re
from fractions import Fraction

WORDS = "/usr/share/dict/american-english"
SPACE = " \t\n\r\f\v"
SEPARATOR = "(?:[%s]*[,;][%s]*|[%s]+)" % (SPACE, SPACE, SPACE)


class Wrong(Exception):
    """The answer lacks the form that the question asks for."""


# ---- Forms of answers -------------------------------------------------------------------------


def tidy(answer):
    """White space around an answer and one full stop behind it mean nothing."""
    answer = answer.strip(SPACE)
    return answer[:-1].rstrip(SPACE) if answer.endswith(".") else answer


def tokens(answer):
    if not answer:
        return []
    parts = re.split(SEPARATOR, answer)
    if not all(parts):
        raise Wrong("an empty token")
    return parts


def integer(token, low, high):
    if not re.fullmatch(r"[+-]?[0-9]+", token) or not low <= int(token) <= high:
        raise Wrong("no integer from %d to %d: %s" % (low, high, token))
    return int(token)


def integers(answer, count, low, high):
    inner = re.fullmatch(r"\[(.*)\]", answer, re.DOTALL)
    found = tokens(inner[1].strip(SPACE) if inner else answer)
    found = [integer(token, low, high) for token in found]
    if len(found) != count:
        raise Wrong("%d integers instead of %d" % (len(found), count))
    return found


def number_after(words, question):
    return int(re.search(words + r"\s*(\d+)", question)[1])


# ---- The environments -------------------------------------------------------------------------


def n_queens(question, answer):
    side = int(re.search(r"(\d+) × \1", question)[1])
    columns = integers(answer, side, 1, side)
    for row, column in re.findall(r"^row (\d+), column (\d+)$", question, re.MULTILINE):
        if columns[int(row) - 1] != int(column):
            return 0
    sums = {row + column for row, column in enumerate(columns)}
    differences = {row - column for row, column in enumerate(columns)}
    return len(set(columns)) == len(sums) == len(differences) == side


def sat_assignment(question, answer):
    clauses = re.findall(r"^\d+\. (.+)$", question, re.MULTILINE)
    values = integers(answer, number_after("Answer with", question), 0, 1)

    def holds(part):
        value = values[int(part.split("x")[1]) - 1]
        return value == 0 if part.startswith("not ") else value == 1

    return bool(clauses) and all(any(map(holds, clause.split(" or "))) for clause in clauses)


def edges_of(question):
    return [tuple(map(int, pair)) for pair in re.findall(r"\b(\d+)-(\d+)\b", question)]


def graph_coloring(question, answer):
    colours = int(re.search(r"(\d+) so that", question)[1])
    chosen = integers(answer, number_after("Answer with", question), 1, colours)
    return all(chosen[a - 1] != chosen[b - 1] for a, b in edges_of(question))


def hamiltonian_path(question, answer):
    count = number_after("Answer with the", question)
    path = integers(answer, count, 1, count)
    edges = {frozenset(edge) for edge in edges_of(question)}
    return len(set(path)) == count and all(frozenset(s) in edges for s in zip(path, path[1:]))


def postfix(expression):
    """Dijkstra's shunting yard; numbers as strings."""
    binding = {"+": 1, "-": 1, "*": 2, "/": 2}
    out, stack, want_operand = [], [], True
    if not re.fullmatch(r"[-0-9+*/() \t]*", expression):
        raise Wrong("a foreign character")
    for token in re.findall(r"\d+|[-+*/()]", expression):
        is_operand = token.isdigit() or token == "("
        if is_operand != want_operand:
            raise Wrong("misplaced: " + token)
        want_operand = token == "(" or token in binding
        if token.isdigit():
            out.append(token)
        elif token == "(":
            stack.append(token)
        else:
            while stack and stack[-1] != "(" and binding[stack[-1]] >= binding.get(token, 0):
                out.append(stack.pop())
            if token != ")":
                stack.append(token)
            elif not stack:
                raise Wrong("a parenthesis too many")
            else:
                stack.pop()
    if want_operand or "(" in stack:
        raise Wrong("unfinished")
    return out + stack[::-1]


def countdown(question, answer):
    target = int(re.search(r"\d+", question)[0])
    numbers = re.search(r"these numbers:([ \d]+)\.", question)[1].split()
    if len(answer) > number_after("in at most", question):
        return 0
    stack = []
    for token in postfix(answer):
        if token.isdigit():
            if token.lstrip("0") not in numbers:
                return 0
            numbers.remove(token.lstrip("0"))
            stack.append(Fraction(token))
            continue
        right, left = stack.pop(), stack.pop()
        if token == "/":
            if right == 0 or (left / right).denominator != 1:
                return 0
            stack.append(left / right)
        else:
            stack.append({"+": left + right, "-": left - right, "*": left * right}[token])
    return stack == [target]


def sudoku(question, answer):
    side = int(re.search(r"(\d+) × \1", question)[1])
    box_rows, box_columns = map(int, re.search(r"blocks of (\d+) rows by (\d+)", question).groups())
    row = r"[1-9.](?: [1-9.]){%d}" % (side - 1)
    given = [line.split() for line in question.split("\n") if re.fullmatch(row, line)][:side]
    lines = [line.strip() for line in answer.split("\n")]
    if len(lines) != side or not all(re.fullmatch(r"\d(?: ?\d)*", line) for line in lines):
        return 0
    cells = [list(line.replace(" ", "")) for line in lines]
    digits = set("123456789"[:side])
    if any(len(line) != side or not set(line) <= digits for line in cells):
        return 0
    if any(g not in (".", c) for gs, cs in zip(given, cells) for g, c in zip(gs, cs)):
        return 0
    units = cells + [list(column) for column in zip(*cells)]
    for top in range(0, side, box_rows):
        for left in range(0, side, box_columns):
            units.append([cell for line in cells[top : top + box_rows]
                          for cell in line[left : left + box_columns]])
    share = sum(set(unit) == digits for unit in units) / len(units)
    return 1 if share == 1 else share**3 / 2


def treasure_route(question, answer):
    side = int(re.search(r"(\d+) × \1", question)[1])
    rows = re.findall(r"^[.#SEo]{%d}$" % side, question, re.MULTILINE)
    field = {(x, y): cell for y, line in enumerate(rows) for x, cell in enumerate(line)}
    if not re.fullmatch(r"[UDLR]+", answer) or len(answer) > number_after("At most", question):
        return 0
    (x, y), = [place for place, cell in field.items() if cell == "S"]
    coins = {place for place, cell in field.items() if cell == "o"}
    for move in answer:
        step = {"U": (0, -1), "D": (0, 1), "L": (-1, 0), "R": (1, 0)}[move]
        x, y = x + step[0], y + step[1]
        if field.get((x, y), "#") == "#":
            return 0
        coins.discard((x, y))
    return field[x, y] == "E" and not coins


def parallel_machines(question, answer):
    lengths = re.search(r"and so on are:\n(.*)\n", question)[1]
    lengths = [int(length) for length in lengths.split(", ")]
    deadline = number_after("by time", question)
    machines = int(re.search(r"integers from 1 to (\d+)", question)[1])
    loads = [0] * (machines + 1)
    for machine, length in zip(integers(answer, len(lengths), 1, machines), lengths):
        loads[machine] += length
    late = max(Fraction(max(loads) - deadline, deadline), Fraction(0))
    limit = Fraction(number_after("by less than", question), 100)
    return 1 if late == 0 else float((1 - late / limit) / 2) if late < limit else 0


def dictionary():
    if not hasattr(dictionary, "words"):
        with open(WORDS, encoding="utf-8") as file:
            dictionary.words = set(re.findall(r"^[a-z]{3,8}$", file.read(), re.MULTILINE))
    return dictionary.words


def word_ladder(question, answer):
    first, last = re.findall(r'"([a-z]+)"', question)[:2]
    ladder = tokens(answer)
    if ladder[:1] != [first] or ladder[-1] != last or not set(ladder) <= dictionary():
        return 0
    if len(ladder) - 1 > number_after("At most", question):
        return 0
    return all(len(a) == len(b) and sum(x != y for x, y in zip(a, b)) == 1
               for a, b in zip(ladder, ladder[1:]))


def string_rewriting(question, answer):
    string, target = re.findall(r'"([abc]+)"', question)[:2]
    rules = {int(number): (left, right) for number, left, right
             in re.findall(r"^Rule (\d+): ([abc]+) -> ([abc]+)$", question, re.MULTILINE)}
    longest = number_after("more than", question)
    numbers = [integer(token, 1, longest) for token in tokens(answer)]
    if len(numbers) % 2 or len(numbers) // 2 > number_after("At most", question):
        return 0
    for rule, place in zip(numbers[::2], numbers[1::2]):
        left, right = rules.get(rule, ("-", ""))
        if not string.startswith(left, place - 1):
            return 0
        string = string[: place - 1] + right + string[place - 1 + len(left) :]
        if len(string) > longest:
            return 0
    return string == target


def knights_and_knaves(question, answer):
    says = re.findall(r"^(\w+) says: (.+)\.$", question, re.MULTILINE)
    kinds = [token.lower() for token in tokens(answer)]
    if len(kinds) != len(says) or not set(kinds) <= {"knight", "knave"}:
        return 0
    knight = {speaker: kind == "knight" for (speaker, _), kind in zip(says, kinds)}

    def truth(statement):
        names = re.findall("|".join(knight), statement)
        roles = [knight[name] for name in names]
        shape = re.sub("|".join(knight), "X", statement)
        return {
            "X is a knave": lambda: not roles[0],
            "X is a knight": lambda: roles[0],
            "X and X are of the same kind": lambda: roles[0] == roles[1],
            "X and X are of different kinds": lambda: roles[0] != roles[1],
            "X is a knight, or X is a knave, or both": lambda: roles[0] or not roles[1],
            "X and X are not both knights": lambda: not all(roles),
            "Exactly one of X, X and X is a knave": lambda: sum(roles) == 2,
        }[shape]()

    return all(truth(statement) == knight[speaker] for speaker, statement in says)


def substitution_cipher(question, answer):
    cipher = re.search(r":((?: [a-z]+,?)+)\.\n", question)[1].replace(",", " ").split()
    listed = re.search(r"in this list:\n(.+)\n", question)[1].split(", ")
    plain = tokens(answer)
    if len(plain) != len(cipher) or not set(plain) <= set(listed):
        return 0
    if any(len(p) != len(c) for p, c in zip(plain, cipher)):
        return 0
    pairs = set(zip("".join(plain), "".join(cipher)))
    return len(pairs) == len({p for p, _ in pairs}) == len({c for _, c in pairs})


JUDGES = {judge.__name__: judge for judge in (
    n_queens, sat_assignment, graph_coloring, hamiltonian_path, countdown, sudoku, treasure_route,
    parallel_machines, word_ladder, string_rewriting, knights_and_knaves, substitution_cipher)}


def judge(env_name, question, answer):
    """The reward, 0.0 to 1.0, that an answer to this question deserves."""
    answer = tidy(answer)
    try:
        return float(JUDGES[env_name](question, answer)) if answer else 0.0
    except Wrong:
        return 0.0


# ---- Wrong answers ----------------------------------------------------------------------------


def pieces(answer):
    """Tokens and what is between them, alternately: ''.join gives the answer again."""
    return re.split(r"(\s+)", answer.strip())


def at_random_token(change):
    def spoiler(answer, random):
        parts = pieces(answer)
        place = 2 * random.randrange((len(parts) + 1) // 2)
        parts[place] = change(parts[place], random)
        return "".join(parts)

    return spoiler


def off_by_one(token, random):
    number = re.search(r"\d+", token)
    if not number:
        return token[::-1] if len(token) > 1 else token + token
    value = int(number[0]) + random.choice((-1, 1))
    return token[: number.start()] + str(value) + token[number.end() :]


def other_letter(token, random):
    place = random.randrange(len(token))
    letters = "0123456789" if token[place].isdigit() else "UDLRabcdefghijklmnopqrstuvwxyz+-*/"
    return token[:place] + random.choice(letters) + token[place + 1 :]


def permuted(answer, random):
    parts = pieces(answer)
    shuffled = parts[::2]
    random.shuffle(shuffled)
    parts[::2] = shuffled
    return "".join(parts)


def swapped(answer, random):
    parts = pieces(answer)
    a, b = random.randrange(0, len(parts), 2), random.randrange(0, len(parts), 2)
    parts[a], parts[b] = parts[b], parts[a]
    return "".join(parts)


def without_one(answer, random):
    parts = pieces(answer)
    place = random.randrange(0, len(parts), 2)
    return "".join(parts[:place] + parts[place + 2 :])


def twice_one(answer, random):
    parts = pieces(answer)
    place = random.randrange(0, len(parts), 2)
    return "".join(parts[: place + 1] + [" "] + parts[place:])


def detour(answer, random):
    """There, back, and there again: right but for its length, where steps can be undone."""
    if re.fullmatch("[UDLR]+", answer):
        at = random.randrange(len(answer)) + 1
        back = {"U": "D", "D": "U", "L": "R", "R": "L"}[answer[at - 1]]
        return answer[:at] + back + answer[at - 1 :]
    words = answer.split()
    at = random.randrange(len(words))
    return " ".join(words[: at + 1] + words[max(at - 1, 0) :])


def more_of_the_same(answer, random):
    """The same value, from a number that is used up."""
    number = random.choice(re.findall(r"\d+", answer) or ["1"])
    return answer + random.choice((" + %s - %s", " * %s / %s")) % (number, number)


SPOILERS = {
    "detour": detour,
    "more_of_the_same": more_of_the_same,
    "empty": lambda a, r: "",
    "blank": lambda a, r: r.choice((" ", "\n", "\t \n", " . ")),
    "truncated": lambda a, r: a[: r.randrange(len(a))],
    "beheaded": lambda a, r: a[r.randrange(1, len(a) + 1) :],
    "permuted": permuted,
    "swapped": swapped,
    "without_one": without_one,
    "twice_one": twice_one,
    "off_by_one": at_random_token(off_by_one),
    "other_letter": at_random_token(other_letter),
    "negative": at_random_token(lambda t, r: "-" + t),
    "huge": at_random_token(lambda t, r: "9" * r.choice((10, 19, 20, 400))),
    "not_a_number": at_random_token(lambda t, r: r.choice(("NaN", "nan", "inf", "-inf", "1e999"))),
    "fraction": at_random_token(lambda t, r: t + ".5"),
    "hexadecimal": at_random_token(lambda t, r: "0x" + t),
    "foreign_digit": at_random_token(lambda t, r: t + "٣"),
    "underscore": at_random_token(lambda t, r: t + "_0"),
    "extra_token": lambda a, r: a + r.choice((" 1", "\n2", " x", " 0 0", ", 3")),
    "hedged": lambda a, r: a + r.choice((" or ", "\nor\n", " / ")) + a,
    "two_answers": lambda a, r: a + "\n" + permuted(a, r),
    "prose": lambda a, r: r.choice(("I think it is ", "The answer: ", "Sure! ", "x = ")) + a,
    "explained": lambda a, r: a + " because that fits all the rules",
    "refusal": lambda a, r: r.choice(("There is no solution", "impossible", "none", "?", "yes")),
    "constant": lambda a, r: r.choice(("0", "1", "42", "1 2 3", "A", "[]", "{}", "null", "()")),
    "all_the_same": lambda a, r: re.sub(r"\S+", lambda m: pieces(a)[0], a),
    "counted": lambda a, r: " ".join(str(i + 1) for i in range((len(pieces(a)) + 1) // 2)),
    "wrapped": lambda a, r: r.choice(('{"answer": "%s"}', '"%s"', "(%s", "[%s", "%s]")) % a,
    "reversed": lambda a, r: a.strip()[::-1],
    "doubled_comma": lambda a, r: re.sub(r"[ \n]+", ",,", a.strip(), count=1),
    "long": lambda a, r: (a + " ") * r.choice((3, 50)),
    "control_bytes": lambda a, r: a[: len(a) // 2] + r.choice(("\x00", "\x1b[0m", "\u200b")) +
                                  a[len(a) // 2 :],
}


def spoil(answer, random, others=(), question=""):
    """Another answer, in a way that `random` (a random.Random) picks; `others` are answers to
    other instances, and `question` lends its words."""
    kinds = sorted(SPOILERS) + ["transplanted"] * (3 if others else 0)
    kind = random.choice(kinds + ["borrowed"] * (3 if question else 0))
    if kind == "transplanted":
        return random.choice(others)
    if kind == "borrowed":
        words = re.findall(r"\w+", question)
        return at_random_token(lambda token, random: random.choice(words))(answer, random)
    return SPOILERS[kind](answer, random)
