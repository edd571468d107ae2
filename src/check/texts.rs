//! Prescribed texts as findings speak of them.

use super::altered::ALTERED;
use super::view::View;
use crate::rules::model::{PrescribedText, TextId};
use crate::rules::wording;
use crate::text::language::Language;
use std::collections::BTreeMap;

/// The texts on a topic that the draft lacks and does not bring in other words, which is said there; one per jurisdiction that prescribes any: of several the one in the
/// draft's language. Where no profile prescribes one, any text on the topic will do.
pub(super) fn lacking<'a>(view: &View<'a>, topic: &str) -> Vec<&'a PrescribedText> {
    if view.r.settings.supplied_topics.contains(topic) {
        return Vec::new();
    }
    let book = view.r.rulebook;
    let on_topic = || (0..).zip(&book.texts).filter(|(_, text)| text.topic == topic);
    let in_force = |id: TextId| view.r.settings.prescribed.contains(&id);
    let mut asked: BTreeMap<&str, Vec<(TextId, &PrescribedText)>> = BTreeMap::new();
    for (id, text) in on_topic().filter(|(id, _)| in_force(*id)) {
        asked.entry(&text.jurisdiction).or_default().push((id, text));
    }
    if asked.is_empty() {
        asked.insert("", on_topic().collect());
    }
    let altered_is_said = view.r.settings.level(ALTERED).is_some();
    // Two jurisdictions can prescribe the same words; a near copy is told as one of them.
    let near = |wording: &str| {
        let mut copied = view
            .near()
            .iter()
            .filter_map(|near| book.texts.get(usize::from(near.text)));
        altered_is_said && copied.any(|text| text.text == wording)
    };
    let stands = |(id, text): &(TextId, &PrescribedText)| view.prescribed().holds(*id) || near(&text.text);
    let lacks = |texts: &[(TextId, &PrescribedText)]| !texts.iter().any(stands);
    let language = language(view);
    asked
        .into_values()
        .filter(|texts| lacks(texts))
        .filter_map(|texts| {
            let own = texts.iter().find(|(_, text)| text.language == language);
            own.or(texts.first()).map(|(_, text)| *text)
        })
        .collect()
}

/// The language of the draft; English where nobody can tell.
fn language(view: &View<'_>) -> String {
    let main = view.r.languages.main().unwrap_or(Language::ENGLISH);
    main.code().to_owned()
}

/// How a text is called in a message.
pub(super) fn called(text: &PrescribedText) -> String {
    format!("the prescribed warning on {} ({})", text.topic, text.name)
}

/// A wording with what the configuration says of the publisher in its blanks.
pub(super) fn filled(view: &View<'_>, text: &str) -> String {
    let publisher = &view.r.settings.publisher;
    wording::filled(text, |blank| match blank {
        "cfd-loss-percentage" => publisher.cfd_loss_percentage.map(|number| number.to_string()),
        "name" => publisher.name.clone(),
        _ => None,
    })
}
