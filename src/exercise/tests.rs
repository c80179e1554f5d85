use super::*;

fn right_texts(task: &Task) -> Vec<String> {
    task.fields.iter().map(Field::right_answer).collect()
}

fn all_right(task: &Task, texts: &[String]) -> bool {
    task.judge(texts).unwrap().iter().all(|judged| judged.right)
}

#[test]
fn for_a_thousand_students_the_right_answers_pass_and_near_misses_fail() {
    let mut texts_seen = std::collections::BTreeSet::new();
    let mut verdicts = std::collections::BTreeMap::new();
    for exercise in EXERCISES {
        for student in 0..1000 {
            let student = format!("student {student}");
            let task = exercise.task(&student);
            let right = right_texts(&task);
            assert!(all_right(&task, &right), "{student}: {right:?}");
            for field in 0..right.len() {
                for miss in near_misses(&right[field]) {
                    let mut texts = right.clone();
                    texts[field] = miss;
                    assert!(!all_right(&task, &texts), "{student}: {texts:?}");
                    let judged = task.judge(&texts).unwrap();
                    assert_eq!(judged.iter().filter(|judged| !judged.right).count(), 1);
                    let says = &judged[field].says;
                    assert!(!says.contains(right[field].as_str()), "{says} gives it away");
                }
            }
            *verdicts.entry(right[2].clone()).or_insert(0) += 1;
            texts_seen.insert(task.text);
        }
    }
    assert!(texts_seen.len() > 990, "tasks differ: {}", texts_seen.len());
    assert_eq!(verdicts.len(), 4);
    assert!(verdicts.values().all(|count| *count > 150), "all verdicts occur: {verdicts:?}");
}

/// Answers that are nearly right, by the kind of answer.
fn near_misses(right: &str) -> Vec<String> {
    if let Ok(amount) = right.parse::<f64>()
        && right.contains('.')
    {
        return vec![format!("{:.1}", amount + 0.1), format!("{:.1}", amount - 0.1)];
    }
    if right.starts_with(|c: char| c.is_ascii_digit()) {
        let numbers: Vec<&str> = right.split(',').collect();
        let next = numbers[numbers.len() - 1].parse::<u64>().unwrap() + 1;
        let before = numbers[0].parse::<u64>().unwrap() - 1;
        return vec![
            numbers[1..].join(","),
            numbers[..numbers.len() - 1].join(","),
            format!("{right},{next}"),
            format!("{before},{right}"),
        ];
    }
    let words = ["valid", "double-spend", "overspend", "wrong-signer"];
    words.iter().filter(|word| **word != right).map(|word| word.to_string()).collect()
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
    let cases: [(Answer, &[&str], &[&str]); 3] = [
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
