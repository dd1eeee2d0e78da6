import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palabre import parse
from palabre.errors import LanguageError, ModelError
from palabre.parse import conjugation, repairs, units
from palabre.parse.lemmas import Lemmas
from palabre.parse.tokenizer import normalise, tokenize
from palabre.types import Article, Document, Section, Token

CASES = Path(__file__).parent / "cases/parse"
ROOT = Path(__file__).parent.parent
TREEBANKS = ROOT.parent / "shared/treebanks"
MODEL = ROOT / "src/palabre/models/fr"
TOLERANCE = 0.5
ENDINGS = (
    *("er", "e", "es", "ent", "ons", "ez", "ais", "ait", "aient", "era", "erait", "eront"),
    *("é", "ée", "és", "ées", "ant", "a", "èrent"),
)


def cases(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def article(text: str, *sections: Section) -> Article:
    return Article("a", "test", text, "fr", sections=sections)


def read(text: str, *sections: Section) -> Document:
    return parse.load("fr").parse(article(text, *sections))


def word(document: Document, text: str) -> Token:
    return next(t for t in document.tokens if t.text == text)


@pytest.mark.parametrize("case", cases("tokens.txt"))
def test_words(case: str) -> None:
    text = case.replace("|", "")
    expected = [part.strip() for part in case.split("|")]
    assert [text[start:end] for start, end in tokenize(text)] == expected


@pytest.mark.parametrize("case", cases("sentences.txt"))
def test_sentences(case: str) -> None:
    document = read(case.replace("‖", ""))
    found = [document.article.text[s.start : s.end] for s in document.sentences]
    assert found == [part.strip() for part in case.split("‖")]


@pytest.mark.parametrize("case", cases("lemmas.txt"))
def test_verb_lemmas(case: str) -> None:
    form, pos, mood, lemma = case.split()
    lemmas = Lemmas.load(MODEL)
    assert lemmas.find(form, pos, {} if mood == "-" else {"Mood": mood}, "") == lemma


def test_every_form_of_a_regular_verb_leads_back_to_it() -> None:
    for stem in ("annonc", "engag", "confirm", "parl"):
        for ending in ENDINGS:
            soft = stem.replace("nc", "nç") if ending[0] in "ao" and stem.endswith("nc") else stem
            soft = soft + "e" if ending[0] in "ao" and stem.endswith("g") else soft
            assert stem + "er" in conjugation.load().regular(soft + ending), soft + ending


def test_offsets_index_the_article_whatever_its_typography() -> None:
    text = "L\u2019armée a perdu 3\u202f250 hommes à N\u2019Djamena, dit le pre\u00admier ministre."
    document = read(text)
    assert all(normalise(text[t.start : t.end]) == t.text for t in document.tokens)
    assert {"L'", "3 250", "N'Djamena", "premier"} <= {t.text for t in document.tokens}


@given(st.text(alphabet="aé3.-'« \u00ad\u200b\u200d\u0301\u2060\ufeff", max_size=12))
def test_no_word_is_made_of_invisible_characters_alone(text: str) -> None:
    assert all(normalise(text[start:end]) for start, end in tokenize(text))


def test_a_stray_soft_hyphen_is_passed_over() -> None:
    text = "Une mission menée par le général \u00ad— sans ses adjoints — est arrivée \u200b à Niamey."
    document = read(text)
    assert [t.text for t in document.tokens][5:9] == ["général", "—", "sans", "ses"]


def test_tokens_and_sentences_are_one_whole() -> None:
    document = read(
        "Le général a été arrêté lundi à Niamey.\n\nSes hommes, dont on ignore le nombre, ont fui vers le Mali."
    )
    for sentence in document.sentences:
        tokens = document.tokens[sentence.first : sentence.last]
        assert [t.i for t in tokens] == list(range(sentence.first, sentence.last))
        assert all(t.sentence == sentence.index for t in tokens)
        assert [t.dep for t in tokens if t.head == t.i] == ["root"]
        assert all(t.i in document.tokens[t.head].children for t in tokens if t.head != t.i)
        root = next(t for t in tokens if t.head == t.i)
        assert (root.left, root.right) == (sentence.first, sentence.last - 1)


def test_contractions_are_the_prepositions_they_hide() -> None:
    document = read("Le chef du gouvernement s'est rendu au Niger pour parler aux ministres des Affaires étrangères.")
    hidden = {"du": "de", "au": "à", "aux": "à", "des": "de"}
    assert {f: (word(document, f).lemma, word(document, f).pos, word(document, f).dep) for f in hidden} == {
        f: (lemma, "ADP", "case") for f, lemma in hidden.items()
    }
    assert word(read("Il a livré des armes."), "des").pos == "DET"


def test_passive_agent_and_subject() -> None:
    document = read("Le ministre malien a été reçu jeudi à Accra par le président ghanéen.")
    assert word(document, "ministre").dep == "nsubj:pass"
    assert word(document, "président").dep == "obl:agent"
    assert word(document, "jeudi").dep == "obl"
    assert word(document, "reçu").lemma == "recevoir"


def test_sections_are_read_apart() -> None:
    text = "Trêve au Sahel\nNIAMEY (Agence) – Le Niger a signé. Le Mali hésite.\nLire aussi : la météo"
    start = text.index("NIAMEY")
    sections = (
        Section("title", 0, 14),
        Section("dateline", start, start + 17),
        Section("paragraph", start + 17, text.index("Lire") - 1),
        Section("noise", text.index("Lire"), len(text)),
    )
    document = read(text, *sections)
    assert [(s.section, text[s.start : s.end]) for s in document.sentences] == [
        ("title", "Trêve au Sahel"),
        ("dateline", "NIAMEY (Agence) –"),
        ("paragraph", "Le Niger a signé."),
        ("paragraph", "Le Mali hésite."),
    ]


def test_a_dateline_inside_a_paragraph_is_cut_out_and_bare_lines_are_read() -> None:
    text = "Accra, 3 mai. - Le camp rouvre.\nUne ligne sans section."
    sections = (Section("paragraph", 0, 31), Section("dateline", 0, 15))
    found = [(u.kind, " ".join(u.words)) for u in units.find(article(text, *sections))]
    assert found == [
        ("dateline", "Accra , 3 mai . -"),
        ("paragraph", "Le camp rouvre ."),
        ("paragraph", "Une ligne sans section ."),
    ]


def test_parse_many_keeps_the_order_and_the_answers_of_parse() -> None:
    texts = ["Le Togo a fermé sa frontière.", "", "Paris dément.", "La junte a libéré 12 otages. Ils vont bien."] * 6
    articles = [article(text) for text in texts]
    documents = list(parse.load("fr").parse_many(articles, batch=5))
    assert [d.article for d in documents] == articles
    assert [d.tokens for d in documents] == [parse.load("fr").parse(a).tokens for a in articles]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="no parser for the language 'xx'"):
        parse.load("xx")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        parse.model.read(tmp_path)


def test_weights_fit_the_budget() -> None:
    assert sum(f.stat().st_size for f in MODEL.rglob("*") if f.is_file()) <= 15_000_000


def test_the_model_reads_our_own_sentences() -> None:
    """Our own trees: subject, verb and object of short dispatches, as ``verb subject object``."""
    for case in cases("clauses.txt"):
        text, expected = case.rsplit("|", 1)
        document = read(text.strip())
        for clause in expected.split(";"):
            verb, *dependents = clause.split()
            token = word(document, verb)
            found = {f"{t.dep}={t.text}" for t in document.children(token.i)}
            assert set(dependents) <= found, (text, verb, found)


@pytest.mark.skipif(not TREEBANKS.exists(), reason="needs ../shared/treebanks, which is not here")
def test_the_model_scores_as_its_card_says() -> None:
    sys.path.insert(0, str(ROOT / "training"))
    import evaluate
    import score
    import treebanks

    trees = {
        "agency": treebanks.read(TREEBANKS / "Agency-French/agency-test.conllu"),
        "sequoia": treebanks.read(TREEBANKS / "UD_French-Sequoia/fr_sequoia-ud-test.conllu"),
    }
    said = json.loads((MODEL / "card.json").read_text(encoding="utf-8"))["sample"]
    found = score.read(parse.load("fr"), evaluate.sample(trees))
    for measure in ("words", "sentences", "pos", "lemma", "verb lemma", "uas", "las"):
        assert found[measure] == pytest.approx(said[measure], abs=TOLERANCE), measure


@pytest.mark.parametrize("start", range(0, 3000, 500))
def test_repairs_leave_a_tree(start: int) -> None:
    """Whatever the parser says, every word still hangs below a root: a cycle would never end."""
    for seed in range(start, start + 500):
        heads = mended(random.Random(seed), 7)
        for i in range(7):
            above = [i]
            while heads[above[-1]] != above[-1]:
                above.append(heads[above[-1]])
                assert len(above) <= 7, f"a cycle, seed {seed}"


def mended(chance: random.Random, n: int) -> list[int]:
    """The heads of a tree of ``n`` words and labels drawn at random, after the repairs."""
    words = chance.choices(["qui", "du", "lorsque", ",", "X", "et", "entre", "dont", "que", "«", "de"], k=n)
    pos = chance.choices(["NOUN", "NOUN", "PROPN", "VERB"], k=n)
    deps = chance.choices(
        ["nsubj", "case", "case", "acl:relcl", "obl", "parataxis", "nmod", "conj", "appos", "cc", "acl"], k=n
    )
    singular, plural = {"VerbForm": "Fin", "Number": "Sing"}, {"Number": "Plur"}
    order, heads = chance.sample(range(n), n), [0] * n
    for k, i in enumerate(order):
        heads[i] = chance.choice(order[:k]) if k else i
    repairs.mend(
        words,
        pos,
        chance.choices([singular, singular, plural, {"Number": "Sing"}, {"VerbForm": "Inf"}, {}], k=n),
        heads,
        deps,
    )
    return heads


def test_spacy_is_whole_after_the_parser_is_loaded() -> None:
    code = (
        "from palabre import parse; parse.load(); import sys, spacy; assert 'spacy.cli' not in sys.modules; "
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
