//! Regular expressions where RE2 and the engine do not read the same.

use crate::domain::escalation::re2::find;

#[test]
fn as_re2_reads_them() {
    let cases = [
        // (pattern, text, found)
        (r"^\d+$", "123", Some(true)),
        (r"^\d+$", "١٢٣", Some(false)),
        (r"^[\d-]+$", "1-2", Some(true)),
        (r"^[^\d]+$", "abc", Some(true)),
        (r"^[^\d]+$", "ab1", Some(false)),
        (r"^\D+$", "١٢٣", Some(true)),
        (r"^\w+$", "数据", Some(false)),
        (r"^\W+$", "数据", Some(true)),
        (r"^a\sb$", "a\u{a0}b", Some(false)),
        (r"^a\sb$", "a b", Some(true)),
        (r"^a\Sb$", "a b", Some(false)),
        (r"\bdb\b", "on db-1", Some(true)),
        (r"\bdb\b", "on dbs", Some(false)),
        (r"^[a[b]$", "[", Some(true)),
        (r"^[a&&b]+$", "a&b", Some(true)),
        (r"^[~a]$", "~", Some(true)),
        (r"^[]a]+$", "]a", Some(true)),
        (r"^[^]a]$", "]", Some(false)),
        (r"^[[:alpha:]]+$", "abc", Some(true)),
        (r"^[[:alpha:]x-z\]]+$", "a]", Some(true)),
        (r"\<x\>", "<x>", Some(true)),
        (r"a\/b", "a/b", Some(true)),
        (r"^\p{Han}+$", "数据", Some(true)),
        (r"^(?P<x>a)(?:b)$", "ab", Some(true)),
        (r"^(?<x>a)$", "a", Some(true)),
        (r"(?s)a.b", "a\nb", Some(true)),
        (r"a.b", "a\nb", Some(false)),
        (r"(?i:É)", "é", Some(true)),
        (r"(?i-s:A).", "a.", Some(true)),
        (r"^a{2,3}$", "aaa", Some(true)),
        // Refused by RE2, or only read by it.
        (r"(?x) a b", "ab", None),
        (r"(?=a)", "a", None),
        (r"(?<=a)b", "ab", None),
        (r"(a)\1", "aa", None),
        (r"\Qa.b\E", "a.b", None),
        (r"\C", "a", None),
        (r"\u0041", "A", None),
        (r"[\b]", "\u{8}", None),
        (r"[a--b]", "a", None),
        (r"x{,2}", "x", None),
        (r"[a", "a", None),
        (r"[[:", "a", None),
        (r"a\", "a", None),
        (r"(?", "a", None),
        (
            r"((((((((((a{99}){99}){99}){99}){99}){99}){99}){99}){99}))",
            "a",
            None,
        ),
    ];
    for (pattern, text, wanted) in cases {
        assert_eq!(find(pattern, text), wanted, "/{pattern}/ in {text:?}");
    }
}
