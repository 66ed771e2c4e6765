//! Markdown to HTML.

use extism_pdk::*;
use pulldown_cmark::{html, Options, Parser};

/// Takes Markdown, gives HTML.
#[plugin_fn]
pub fn render(markdown: String) -> FnResult<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(&markdown, options));
    Ok(out)
}
