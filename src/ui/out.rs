//! The one door to stdout and stderr. Results go to stdout, everything else to stderr; text from
//! the server passes through [`visible`] on its way, so that it cannot drive the terminal.

use std::io::{self, Write};

use tr::tr;

use crate::domain::console::{Console, Page};
use crate::error::Error;
use crate::local::environment::Environment;
use crate::local::options::{Format, When};
use crate::local::settings::Settings;
use crate::local::settings::console::console;
use crate::text::{Account, visible};
use crate::ui::answer::Answer;
use crate::ui::charset::Charset;
use crate::ui::prompt::{Prompter, TerminalPrompter};
use crate::ui::stderr::Teller;
use crate::ui::terminal::Terminal;
use crate::ui::tone::{Tone, columns, paint};
use crate::ui::waiting::Waits;
use crate::ui::warning::Warning;
use crate::ui::{account, links, live, table, wrap};

/// Columns of help where there is room for more, as clap has it.
const HELP_WIDTH: usize = 100;

/// The streams of this run.
pub struct Out {
    stdout: Box<dyn Write + Send>,
    pub(crate) stderr: Teller,
    /// How results are printed.
    pub format: Format,
    /// Say nothing but the result.
    pub quiet: bool,
    color_stdout: bool,
    /// Columns of the terminal that stdout is; `None` where it is not one.
    pub width: Option<usize>,
    /// What longer results go through.
    pub(crate) pager: Option<String>,
    /// The result so far, where it is one that may be long.
    pub(crate) held: Option<String>,
    /// Words lead to pages of it.
    links: Option<Console>,
    /// Whoever read stdout has gone.
    pub(crate) closed: bool,
    /// Something was changed, on the server or here.
    pub changed: bool,
    /// What the commands in a text are told with.
    pub(crate) account: Account,
    /// Which streams are terminals, and whether there is somebody to ask.
    pub terminal: Terminal,
    pub(crate) prompter: Box<dyn Prompter>,
    /// What programs are told.
    pub(crate) answer: Answer,
}

/// What a run writes to, and whom it asks.
pub struct Streams {
    /// For results.
    pub stdout: Box<dyn Write + Send>,
    /// For everything else.
    pub stderr: Box<dyn Write + Send>,
    /// Which of them are terminals.
    pub terminal: Terminal,
    /// Whoever answers questions.
    pub prompter: Box<dyn Prompter>,
}

impl Streams {
    /// Those of the process, and whoever sits at its terminal.
    pub fn of_process(env: &Environment) -> Streams {
        let accessible = env.is_on("ACCESSIBLE");
        Streams {
            stdout: Box::new(io::BufWriter::new(io::stdout())),
            stderr: Box::new(io::stderr()),
            terminal: Terminal::of_process(accessible, Charset::of(env), links::are_shown(env)),
            prompter: Box::new(TerminalPrompter {
                // A plain terminal would show the codes that redraw a list.
                accessible: accessible || env.get("TERM") == Some("dumb"),
            }),
        }
    }
}

impl Out {
    /// Commands that are told from here on do without this option.
    pub fn forget_option(&mut self, option: &str) {
        account::forget(&mut self.account, option);
        account::forget(&mut self.stderr.account, option);
    }

    /// Whether commands that are told are told with this option.
    pub fn has_option(&self, option: &str) -> bool {
        account::has(&self.account, option)
    }

    /// These streams under these settings.
    pub fn new(streams: Streams, settings: &Settings) -> Out {
        let terminal = streams.terminal.under(settings);
        let color = |is_terminal| match settings.color {
            When::Always => true,
            When::Never => false,
            When::Auto => is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        let stderr = Teller::new(
            streams.stderr,
            terminal.stderr,
            color(terminal.stderr),
            account::of(settings),
        )
        .showing(terminal.charset);
        let shows_links =
            terminal.links && terminal.stdout && !terminal.accessible && color(terminal.stdout);
        // Lines of requests would tear it, and a screen reader would read it again and again.
        let quiet = settings.quiet || settings.verbose || terminal.accessible;
        Out {
            stdout: streams.stdout,
            stderr: if quiet {
                stderr
            } else {
                stderr.telling_waits()
            },
            format: settings.output,
            quiet: settings.quiet,
            color_stdout: color(terminal.stdout),
            width: terminal
                .stdout
                .then(|| columns(&console::Term::stdout()))
                .flatten(),
            pager: settings
                .pager
                .clone()
                .filter(|_| terminal.stdout && !settings.no_input),
            held: None,
            links: shows_links.then(|| console(settings).ok()).flatten(),
            closed: false,
            changed: false,
            account: account::of(settings),
            terminal,
            prompter: streams.prompter,
            answer: Answer::default(),
        }
    }

    /// Whether a program reads the results.
    pub fn is_json(&self) -> bool {
        self.format.is_for_programs()
    }

    /// A result as a table.
    pub fn table(&mut self, table: &table::Table) -> Result<(), Error> {
        let mut text = table
            .told_in(&self.account)
            .render(self.width, self.color_stdout);
        if let Some(console) = &self.links {
            text = table.with_links(&text, console);
        }
        self.result(&text)
    }

    /// A line of the result, in which a word leads to a page.
    pub fn linked_line(
        &mut self,
        text: &str,
        tone: Tone,
        word: &str,
        page: &Page,
    ) -> Result<(), Error> {
        let text = wrap::wrap(&visible(&self.account.unbroken(text)), self.width);
        let text = paint(&text, tone, self.color_stdout) + "\n";
        let url = self.links.as_ref().map(|console| page.address(console).url);
        let linked = url.and_then(|url| links::linked(&text, &visible(word), &url));
        self.result(&linked.unwrap_or(text))
    }

    /// The text as it is shown: its commands written out, and nothing in it that drives the terminal.
    pub fn plain(&self, text: &str) -> String {
        let text = visible(&self.account.text(text));
        self.terminal.charset.signs(&text).into_owned()
    }

    /// A line of the result.
    pub fn line(&mut self, text: &str) -> Result<(), Error> {
        self.toned_line(text, Tone::Plain)
    }

    /// A line of the result, in this tone.
    pub fn toned_line(&mut self, text: &str, tone: Tone) -> Result<(), Error> {
        let text = wrap::wrap(&visible(&self.account.unbroken(text)), self.width);
        self.result(&(paint(&text, tone, self.color_stdout) + "\n"))
    }

    /// A sentence or more of the result after these words; on a terminal it is wrapped, and its
    /// further lines stand so far to the right.
    pub fn paragraph(
        &mut self,
        first: &str,
        text: &str,
        hanging: usize,
        tone: Tone,
    ) -> Result<(), Error> {
        let (first, text) = (self.plain(first), visible(&self.account.unbroken(text)));
        for (index, line) in wrap::below(&first, &text, hanging, self.width)
            .lines()
            .enumerate()
        {
            // Only the first words have the tone: they say how bad it is.
            let line = match line.strip_prefix(first.as_str()) {
                Some(rest) if index == 0 => paint(&first, tone, self.color_stdout) + rest,
                _ => line.to_owned(),
            };
            self.result(&(line + "\n"))?;
        }
        Ok(())
    }

    /// What stands before good news: a check mark, or nothing where it cannot be shown or would be read aloud.
    pub fn mark(&self) -> &'static str {
        match self.has_marks() {
            true => "✓ ",
            false => "",
        }
    }

    /// Whether something is chosen, in a table: a mark that a glance finds, or a word for programs and screen readers.
    pub fn chosen(&self, is: bool) -> String {
        match (self.has_marks(), is) {
            (true, true) => "✓".to_owned(),
            (true, false) => "·".to_owned(),
            (false, true) => tr!("yes"),
            (false, false) => tr!("no"),
        }
    }

    fn has_marks(&self) -> bool {
        let terminal = &self.terminal;
        terminal.stdout && !terminal.accessible && terminal.charset == Charset::Unicode
    }

    /// Help, in lines that fit the terminal, as wide as help is anywhere else.
    pub fn help(&mut self, text: &str) -> Result<(), Error> {
        let width = self.width.map_or(HELP_WIDTH, |width| width.min(HELP_WIDTH));
        if !self.terminal.charset.is_narrow() {
            return self.result(&wrap::columns(text, width));
        }
        // A line that was cut ends with a sign that takes three columns here.
        let shorter = text.split_inclusive('\n').map(|line| {
            let Some(cut) = line.trim_end().strip_suffix('…') else {
                return line.to_owned();
            };
            let room = width.saturating_sub(3);
            let mut kept = cut.to_owned();
            while console::measure_text_width(&kept) > room {
                kept.pop();
            }
            kept + "...\n"
        });
        let shorter: String = shorter.collect();
        let signs = self.terminal.charset.signs(&shorter);
        self.result(&wrap::columns(&signs, width))
    }

    /// Text that duty itself made (a script), as it is.
    pub fn result(&mut self, text: &str) -> Result<(), Error> {
        if self.closed {
            return Ok(());
        }
        let text = self.account.text(text);
        let text = match self.is_json() {
            true => text,
            false => self.terminal.charset.signs(&text),
        };
        if let Some(held) = &mut self.held {
            held.push_str(&text);
            return Ok(());
        }
        self.stderr.waits.iter().for_each(Waits::wipe);
        match self
            .stdout
            .write_all(text.as_bytes())
            .and_then(|()| self.stdout.flush())
        {
            // Whoever read this has seen enough: what was asked for is done all the same.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => {
                let error = tr::tr!("cannot write to standard output: {0}", error);
                Err(Error::failed(error).of_showing())
            }
            Ok(()) => Ok(()),
        }
    }

    /// A secret on stdout, past every buffer, and with every failure told: a reader that is gone has
    /// not got it.
    ///
    /// # Errors
    /// Where not all of it was taken.
    pub fn secret(&mut self, text: &str) -> io::Result<()> {
        self.stdout.flush()?;
        crate::ui::terminal::stdout_as_file()?.write_all(text.as_bytes())
    }

    /// A secret that its place did not take, on the terminal of whoever asked for it. `false` where there is none:
    /// everything else may be kept in a log.
    pub fn last_resort(&self, text: &str) -> bool {
        if self.is_json() {
            return false;
        }
        if self.terminal.stderr {
            return self.stderr.write(text);
        }
        self.terminal.stdout
            && crate::ui::terminal::stdout_as_file()
                .and_then(|mut stdout| stdout.write_all(text.as_bytes()))
                .is_ok()
    }

    /// Whether stderr can be written to, as far as an empty line before the error tells.
    pub fn takes_errors(&self) -> bool {
        use crate::ui::terminal::{Stream, is_lost};
        is_lost(Stream::Stderr).is_none() && self.stderr.write("\n")
    }

    /// A part of the terminal that is redrawn in place. The caller keeps everything else off it: see
    /// [`Teller::hold`].
    pub fn region(&mut self, size: live::Size) -> live::Live<&mut (dyn Write + Send)> {
        live::Live::new(self.stdout.as_mut(), size)
    }

    /// Something worth knowing that is not the result; not with `--quiet`.
    pub fn note(&self, text: &str) {
        if !self.kept(Warning::Note, text) && !self.quiet {
            self.stderr.tell(text, Tone::Faint);
        }
    }

    /// What one would do next: at a terminal only, where somebody may.
    pub fn next(&self, text: &str) {
        if self.terminal.stderr && !self.is_json() {
            self.note(text);
        }
    }

    /// What became of the command, in words, for people: the answer to a program says it already.
    pub fn done(&self, text: &str) {
        if !self.is_json() {
            self.note(text);
        } else if let Ok(mut done) = self.answer.done.lock() {
            done.push(text.to_owned());
        }
    }

    /// Something that the user should look at, on stderr; not with `--quiet`. Programs get the code.
    pub fn warn_of(&self, code: Warning, text: &str) {
        if !self.kept(code, text) && !self.quiet {
            self.stderr
                .tell(&tr::tr!("warning: {text}", text), Tone::Caution);
        }
    }

    /// A line on stderr, whatever the settings say. Whoever is asked something reads it there first.
    pub fn tell(&self, text: &str, tone: Tone) {
        if self.terminal.may_ask() || !self.kept(Out::code_of(tone), text) {
            self.stderr.tell(text, tone);
        }
    }

    /// What clap has to say about wrong arguments, in its lines; what was typed is in them.
    pub fn usage(&self, text: &str) {
        let width = columns(&console::Term::stderr()).filter(|_| self.terminal.stderr);
        let text = wrap::columns(
            text,
            width.map_or(HELP_WIDTH, |width| width.min(HELP_WIDTH)),
        );
        for line in text.lines() {
            self.stderr.raw(&(visible(line) + "\n"));
        }
    }

    /// A handle on stderr for what happens beside the command, such as requests.
    pub fn teller(&self) -> Teller {
        self.stderr.clone()
    }
}
