//! A record on three nodes, and every fault of one: each is noticed, and the next node is asked.

use super::{Answer, Cloud, Fault, Faulty, Finding, Node};
use crate::hash::Txid;
use crate::medical::story::Tale;
use crate::rules::{Rule, cloud as rules};
use crate::trace::{Body, Line, Mark, Pane, Row, Shown, WorkedOut};

/// The walk, with the ciphertexts of Sally's story. None where it has no such record.
pub fn walk(tale: &Tale) -> Option<WorkedOut> {
    let world = tale.tree().body()?;
    let (title, storage) = (
        "heart report",
        tale.bookmarks().iter().find(|mark| mark.title == "heart report")?.storage,
    );
    let mut cloud = tale.cloud.clone();
    let mut walk = Walk { tale, storage, title, shown: Vec::new() };
    walk.show(&cloud, None, "", "Sally's heart report lies on three nodes, under its own hash. It was encrypted twice: the old ciphertext is still there too.", None);
    for fault in Fault::ALL {
        cloud.nodes_mut().iter_mut().for_each(|node| node.fault = None);
        cloud.nodes_mut().first_mut()?.fault = Some(fault);
        let label = format!("node 1: {}", fault.name());
        walk.show(&cloud, None, &label, told(fault), None);
        let answers = cloud.read(world.data(), &pointer(world, &storage)?).answers;
        let found = answers.first()?.finding;
        let sentence = format!("Node 1: {}. The next node has it.", found.told());
        walk.show(
            &cloud,
            Some(&answers),
            "read the record",
            &sentence,
            Some(&rules::CONTENT_ADDRESS),
        );
    }
    for (node, fault) in cloud.nodes_mut().iter_mut().zip(Fault::ALL) {
        node.fault = Some(fault);
    }
    let answers = cloud.read(world.data(), &pointer(world, &storage)?).answers;
    walk.show(&cloud, Some(&answers), "all three fail at once", "No node has the right bytes. The chain cannot bring them back: it shows that the record was there, and that this is not it.", Some(&rules::CONTENT_ADDRESS));
    Some(WorkedOut::new("Three nodes, and what can be wrong with one", walk.shown))
}

fn pointer(
    world: &crate::medical::world::World,
    storage: &Txid,
) -> Option<crate::medical::data::action::CloudPointer> {
    world.data().storage(storage).ok().map(|storage| storage.pointer)
}

fn told(fault: Fault) -> &'static str {
    match fault {
        Fault::Lost => "Node 1 loses what it was given.",
        Fault::Altered => "Node 1 changes one bit of what it gives.",
        Fault::Swapped => "Node 1 gives another record in place of this one.",
        Fault::Stale => {
            "Node 1 gives the ciphertext that came before, which may be an old version."
        }
        Fault::Gone => "Node 1 does not answer any more.",
    }
}

struct Walk<'a> {
    tale: &'a Tale,
    storage: Txid,
    title: &'static str,
    shown: Vec<Shown>,
}

impl Walk<'_> {
    fn show(
        &mut self,
        cloud: &Cloud<Faulty>,
        answers: Option<&[Answer]>,
        label: &str,
        sentence: &str,
        rule: Option<&'static Rule>,
    ) {
        let rows = cloud.nodes().iter().map(|node| {
            let fault = node.fault.map_or("none", Fault::name);
            let answer = answers.and_then(|all| all.iter().find(|one| one.node == node.name()));
            let told = answer.map_or("", |answer| answer.finding.told());
            let row = Row::new([node.name().to_owned(), fault.to_owned(), told.to_owned()]);
            row.marked(match answer.map(|answer| answer.finding) {
                Some(Finding::Good) => Mark::Good,
                Some(_) => Mark::Bad,
                None => Mark::Plain,
            })
        });
        let headers = ["node", "fault", "what the reader finds"].map(String::from).to_vec();
        let found = self.tale.tree().body().and_then(|world| pointer(world, &self.storage));
        let lines = vec![
            Line::new(format!("record: {}", self.title)),
            Line::new(
                found.map_or("no pointer".into(), |found| format!("pointer {}", found.short())),
            ),
        ];
        let panes = vec![
            Pane::whole("The cloud", Body::Table { headers, rows: rows.collect() }),
            Pane::whole("On the chain", Body::Text { lines }),
        ];
        let (label, sentence) = (label.to_owned(), sentence.to_owned());
        self.shown.push(Shown { label, panes, sentence, rule });
    }
}
