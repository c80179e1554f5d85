use super::*;

fn right_texts(task: &Task) -> Vec<String> {
    task.fields.iter().map(Field::right_answer).collect()
}

fn all_right(task: &Task, texts: &[String]) -> bool {
    task.judge(texts).unwrap().iter().all(|judged| judged.right)
}

#[test]
fn for_a_thousand_students_the_right_answers_pass_and_near_misses_fail() {
    for exercise in EXERCISES {
        let mut texts_seen = std::collections::BTreeSet::new();
        for student in 0..1000 {
            let student = format!("student {student}");
            let task = exercise.task(&student);
            let right = right_texts(&task);
            assert!(all_right(&task, &right), "{student}: {right:?}");
            for field in 0..right.len() {
                let misses = near_misses(&task.fields[field], &right[field]);
                assert!(!misses.is_empty(), "{student}: {right:?}");
                for miss in misses {
                    let mut texts = right.clone();
                    texts[field] = miss;
                    let judged = task.judge(&texts).unwrap();
                    let wrong = judged.iter().filter(|judged| !judged.right).count();
                    assert_eq!(wrong, 1, "{}, {student}: {texts:?}", exercise.id);
                    let says = &judged[field].says;
                    assert!(!says.contains(right[field].as_str()), "{says} gives it away");
                }
            }
            texts_seen.insert(task.text);
        }
        assert!(texts_seen.len() > 990, "{}: tasks differ: {}", exercise.id, texts_seen.len());
    }
}

/// How often each right answer to a field of words occurs among a thousand students.
#[test]
fn every_word_is_the_right_one_for_many() {
    let fields = [
        ("scan-by-hand", 2, 4),
        ("weigh-by-hand", 3, 2),
        ("retarget-by-hand", 1, 2),
        ("fork-by-hand", 3, 3),
    ];
    for (id, field, kinds) in fields {
        let mut words = std::collections::BTreeMap::new();
        for student in 0..1000 {
            let task = find(id).unwrap().task(&student.to_string());
            *words.entry(task.fields[field].right_answer()).or_insert(0) += 1;
        }
        assert_eq!(words.len(), kinds, "{id}: {words:?}");
        assert!(words.values().all(|count| *count > 150), "{id}: {words:?}");
    }
}

/// Answers that are nearly right, by the kind of answer.
fn near_misses(field: &Field, right: &str) -> Vec<String> {
    let form = field.form.as_str();
    if form.starts_with("an amount") {
        let amount: f64 = right.parse().unwrap();
        return vec![format!("{:.2}", amount + 0.01), format!("{:.2}", amount - 0.01)];
    }
    if form.starts_with("a whole number") {
        let number: u64 = right.parse().unwrap();
        return vec![(number + 1).to_string(), (number - 1).to_string()];
    }
    if let Some(words) = form.strip_prefix("one of: ") {
        return words.split(", ").filter(|word| *word != right).map(str::to_string).collect();
    }
    let items: Vec<&str> = right.split([',', ' ']).filter(|item| !item.is_empty()).collect();
    let mut misses = vec![items[1..].join(","), items[..items.len() - 1].join(",")];
    if form.starts_with("transaction numbers") {
        let next = items[items.len() - 1].parse::<u64>().unwrap() + 1;
        let before = items[0].parse::<u64>().unwrap() - 1;
        misses.extend([format!("{right},{next}"), format!("{before},{right}")]);
    } else {
        let other = match form.split_whitespace().next().unwrap() {
            "outputs," => "99[0]",
            "nodes," => "99",
            "left" => "left",
            _ => "b99",
        };
        misses.push(format!("{right},{other}"));
        let mut backwards = items.clone();
        backwards.reverse();
        if !form.starts_with("outputs") && backwards != items {
            misses.push(backwards.join(","));
        }
    }
    misses.retain(|miss| !miss.is_empty());
    misses
}

/// The obvious way to each answer that is not a verdict, beside what the machines gave.
#[test]
fn the_answers_are_what_a_pencil_finds() {
    for student in 0..200 {
        let student = student.to_string();
        let right = |id: &str| right_texts(&find(id).unwrap().task(&student));
        let numbers = |id: &str| -> Vec<u64> {
            let task = find(id).unwrap().task(&student).text;
            let bold = task.split("**").skip(1).step_by(2);
            let digits = |text: &str| text.split(' ').next().unwrap().parse();
            bold.filter_map(|text| digits(text).ok()).collect()
        };
        let [outside, inside, rate] = numbers("weigh-by-hand")[..] else { panic!() };
        let (weight, vsize) = (4 * outside + inside, (4 * outside + inside).div_ceil(4));
        let expected = [weight, vsize, vsize * rate].map(|number| number.to_string());
        assert_eq!(right("weigh-by-hand")[..3], expected);
        let [_, a, b] = numbers("keys-by-hand")[..] else { panic!() };
        assert_eq!(right("keys-by-hand")[2], ((2 * a + 97 - b) % 97).to_string());
        let [_, sold, fee, _, bond] = numbers("tokens-by-hand")[..] else { panic!() };
        let tokens: Vec<u64> =
            right("tokens-by-hand").iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(tokens[1], 100 - sold - fee);
        assert_eq!((tokens[0] - tokens[2], tokens[0] - tokens[3]), (sold + fee, bond));
        let log = find("audit-by-hand").unwrap().task(&student).text;
        let audit = right("audit-by-hand");
        assert_eq!(audit[0], log.matches("by emergency").count().to_string());
        assert_eq!(audit[1], log.matches(": Münster by").count().to_string());
        assert_eq!(audit[2], log.matches("- slot").count().to_string());
        let shared = find("sharing-by-hand").unwrap().task(&student).text;
        assert_eq!(right("sharing-by-hand")[2], shared.matches("- to ").count().to_string());
        // Levels of a tree are halved and rounded up until one node is left.
        let text = find("proof-by-hand").unwrap().task(&student).text;
        let count: usize = text.split(' ').nth(3).unwrap().parse().unwrap();
        let halvings = std::iter::successors(Some(count), |n| Some(n.div_ceil(2)));
        let height = halvings.take_while(|n| *n > 1).count();
        let proof = right("proof-by-hand");
        assert_eq!(proof[0].split(", ").count(), height);
        assert_eq!(proof[2], (32 * height).to_string());
        // A ledger whose every transaction spends one output and makes two has one for each.
        let coins = right("coins-by-hand");
        let unspent = coins[0].split(", ").count();
        assert_eq!(coins[3], (unspent + 1).to_string());
    }
}

#[test]
fn one_student_always_has_the_same_task() {
    for exercise in EXERCISES {
        assert_eq!(exercise.task("Ada"), exercise.task("Ada"));
        assert_ne!(exercise.task("Ada").text, exercise.task("Grace").text);
        assert_eq!(find(exercise.id).unwrap().id, exercise.id);
    }
    assert!(find("no-such-thing").is_err());
}

#[test]
fn hints_come_in_stages_and_do_not_hold_the_answers() {
    for exercise in EXERCISES {
        for student in 0..50 {
            let task = exercise.task(&student.to_string());
            assert!(task.hints.len() >= 3);
            let right = right_texts(&task);
            assert!(!task.hints.iter().any(|hint| hint.contains(&task.text)));
            assert!(right.iter().all(|right| task.solution.contains(right.as_str())));
            assert!(!task.text.contains(&task.solution));
        }
    }
}

#[test]
fn an_answer_may_be_written_in_many_ways() {
    const WORDS: &[&str] = &["valid", "double-spend"];
    let list = |items: &[&str], kind| {
        Answer::List(items.iter().map(|item| item.to_string()).collect(), kind)
    };
    let cases: [(Answer, &[&str], &[&str]); 8] = [
        (
            Answer::Transactions(vec![3, 4, 5]),
            &[
                "3,4,5",
                " 5 4 3 ",
                "3-5",
                "tx 3, tx 4 and tx 5",
                "3..5",
                "#3 #4 #5",
                "3 to 5",
                "3 – 5",
            ],
            &["", "three", "3,x", "5-3", "-", "3--5", "1-999999999999", "99999999999999999999"],
        ),
        (
            Answer::Amount(350_000_000),
            &["3.5", "3,5", " 3.50 BTC", "3.5 coins", "3.50000000"],
            &["", ".", "3.5 euros", "3.5.0", "3.123456789", "-3.5", "99999999999999999999"],
        ),
        (
            Answer::Word(1, WORDS),
            &["double-spend", "Double Spend", " DOUBLESPEND "],
            &["", "spend", "double"],
        ),
        (
            Answer::Number(1234),
            &["1234", " 1,234 ", "1_234", "1234 bytes", "1234 vB"],
            &["", "bytes", "12 34", "1234.5", "-1", "99999999999999999999"],
        ),
        (
            list(&["2[1]", "3[0]"], ListKind::Outputs),
            &["2[1], 3[0]", "3[0] 2[1]", "`2[1]` and `3[0]`", "02[1];3[0]"],
            &["", "2", "2[1", "[1]", "2[x]", "2[99999999999]"],
        ),
        (
            list(&["4", "6-7", "0-3"], ListKind::Nodes),
            &["4, 6-7, 0-3", "4 then 6 - 7 then 0..3", "4-4 6\u{2013}7 0 to 3"],
            &["", "4, 7-6", "x", "-", "4-", "--"],
        ),
        (
            list(&["left", "right"], ListKind::Sides),
            &["left, right", "L R", "left and right"],
            &["", "up", "leftright"],
        ),
        (list(&["b3", "b4"], ListKind::Blocks), &["b3, b4", "B3 B4"], &["", "3", "b", "bb3", "é3"]),
    ];
    for (expected, good, unreadable) in cases {
        let field = Field::new("x", "?", expected);
        for text in good {
            assert!(field.judge(text).is_ok_and(|judged| judged.right), "{text}");
        }
        for text in unreadable {
            let error = field.judge(text).unwrap_err().to_string();
            assert!(error.contains(&field.form), "{error}");
        }
    }
}

#[test]
fn too_few_answers_are_not_judged() {
    for exercise in EXERCISES {
        let task = exercise.task("Ada");
        let error = task.judge(&["1".to_string()]).unwrap_err();
        assert!(matches!(error, Unreadable::Count { given: 1, .. }));
        assert!(task.fields.iter().all(|field| error.to_string().contains(field.name)));
    }
}
