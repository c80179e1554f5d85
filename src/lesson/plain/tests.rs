use super::*;
use crate::lesson::{Part, parse};

fn laid(markdown: &str, width: usize) -> String {
    let lesson = parse("01-test.md", &format!("# T\n\n{markdown}")).unwrap();
    let Part::Text { blocks } = &lesson.parts[0] else { panic!("no text") };
    let lines: Vec<String> = lay_out(&blocks[1..], width).iter().map(LaidLine::to_string).collect();
    lines.join("\n")
}

#[test]
fn every_kind_of_block_has_its_lines() {
    let cases = [
        ("one two three four five six", "one two three four five\nsix"),
        ("## Signed by", "Signed by\n---------"),
        ("A *new* **word**, `2[0]`.", "A new word, 2[0]."),
        ("- first item that is long\n- second", "- first item that is\n  long\n- second"),
        ("9. nine\n10. ten", " 9. nine\n10. ten"),
        ("- a\n  - b that is rather long\n\n- c", "- a\n\n  - b that is rather\n    long\n\n- c"),
        ("> said by another person today", "| said by another person\n| today"),
        ("```text\na  b\n```", "    a  b"),
        ("[page](https://a.b)", "page <https://a.b>"),
        ("a\nb", "a b"),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwx\nyz"),
        (
            "| Tx | Pays |\n|---|---|\n| 1 | **25.0** to Alice |\n| 2 | x |",
            "Tx  Pays\n--  -------------\n1   25.0 to Alice\n2   x",
        ),
        (
            "| Transaction | Pays |\n|---|---|\n| 1 | 25.0 to Alice and friends |",
            "Transaction  Pays\n-----------  -----------\n1            25.0 to\n             Alice and\n             friends",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(laid(markdown, 24), expected, "{markdown}");
    }
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for lesson in crate::lesson::lessons().unwrap() {
        for part in &lesson.parts {
            let Part::Text { blocks } = part else { continue };
            for width in [40, 60, 80, 120] {
                for line in lay_out(blocks, width) {
                    assert!(line.width() <= width.max(WIDTH_MIN) + 2, "{width}: {line}");
                    assert!(columns(&line.to_string()) <= width, "{width}: {line}");
                }
            }
        }
    }
}
