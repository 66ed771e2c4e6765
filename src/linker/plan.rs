//! What satisfies each import of each module. Every failure of linking that can be seen from the modules is found here, on plain data.

use super::wasi::WASI;
use crate::error::{Code, Error, Result};
use crate::face::Face;
use crate::host::pdk;
use crate::rows::Row;

/// What there is to link, and what there is to link it with.
pub(crate) trait Given {
    /// How many modules there are.
    fn count(&self) -> usize;
    /// The module whose exports are the plug-in's functions.
    fn main(&self) -> usize;
    /// What other modules import a module by.
    fn name(&self, module: usize) -> &str;
    fn imports(&self, module: usize) -> &[Row];
    /// Asked for only where a module is imported from.
    fn exports(&self, module: usize) -> Result<Vec<Row>>;
    /// Whether the host, or the application, has a function.
    fn host_has(&self, module: &str, name: &str) -> bool;
    /// Whether they have any of that module.
    fn host_has_module(&self, module: &str) -> bool;
    /// Whether WASI has a function; `None` where WASI is off.
    fn wasi_has(&self, name: &str) -> Option<bool>;
}

/// One instantiation to come.
#[derive(Debug, PartialEq)]
pub(crate) struct Step {
    /// Index of the module.
    pub(crate) module: usize,
    /// The names of the modules from `main` down to this one.
    pub(crate) chain: Vec<String>,
    /// The imports that are not the host's.
    pub(crate) imports: Vec<Import>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) provider: Provider,
}

/// Who provides an import that is not the host's.
#[derive(Debug, PartialEq)]
pub(crate) enum Provider {
    /// The WASI implementation of the instance.
    Wasi,
    /// The export of that name of an earlier step.
    Export(usize),
    /// The function of that name of a step that is not instantiated yet when it is asked for: a cycle.
    Late(usize),
}

impl Provider {
    fn step(&self) -> Option<usize> {
        match self {
            Self::Export(step) => Some(*step),
            _ => None,
        }
    }
}

/// The instantiations to make. The steps are numbered as they were met; `order` is the order to make them in.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) order: Vec<usize>,
}

impl Plan {
    /// Plans the main module and whatever it needs.
    pub(crate) fn new(given: &impl Given, face: &dyn Face) -> Result<Self> {
        let mut planner = Planner {
            given,
            face,
            plan: Plan {
                steps: Vec::new(),
                order: Vec::new(),
            },
        };
        let main = given.main();
        let mut scope = Scope::new(given.count());
        planner.visit(main, vec![given.name(main).into()], &mut scope)?;
        Ok(planner.plan)
    }

    /// The main module is the first that is visited.
    pub(crate) const MAIN: usize = 0;
}

/// The steps that modules are known by, for all importers that share instances. A WASI command has a scope of its own.
struct Scope(Vec<Option<Visited>>);

#[derive(Clone, Copy)]
struct Visited {
    step: usize,
    done: bool,
}

impl Scope {
    fn new(modules: usize) -> Self {
        Self(vec![None; modules])
    }
}

struct Planner<'a, G> {
    given: &'a G,
    face: &'a dyn Face,
    plan: Plan,
}

impl<G: Given> Planner<'_, G> {
    fn visit(&mut self, module: usize, chain: Vec<String>, scope: &mut Scope) -> Result<usize> {
        let step = self.plan.steps.len();
        self.plan.steps.push(Step {
            module,
            chain,
            imports: Vec::new(),
        });
        scope.0[module] = Some(Visited { step, done: false });
        let mut imports: Vec<Import> = Vec::new();
        let given = self.given;
        for row in given.imports(module) {
            let position = (0..given.count()).find(|&target| given.name(target) == row.module);
            let provider = match position {
                // What the module does not have, the host may.
                Some(target) if !given.host_has(&row.module, &row.name) => {
                    let known = imports
                        .iter()
                        .find(|import| import.module == row.module)
                        .map(|import| &import.provider);
                    let known = known.and_then(Provider::step);
                    Some(self.linked(step, target, known, row, scope)?)
                }
                _ => self.hosted(step, row)?,
            };
            imports.extend(provider.map(|provider| Import {
                module: row.module.clone(),
                name: row.name.clone(),
                provider,
            }));
        }
        self.plan.steps[step].imports = imports;
        self.plan.order.push(step);
        scope.0[module] = Some(Visited { step, done: true });
        Ok(step)
    }

    /// An import of a module of the manifest. `known` is the step that provides another import of it.
    fn linked(
        &mut self,
        importer: usize,
        target: usize,
        known: Option<usize>,
        Row {
            module: from,
            name,
            kind,
        }: &Row,
        scope: &mut Scope,
    ) -> Result<Provider> {
        let exports = self.given.exports(target)?;
        let import = || format!("cannot import \"{from}\" \"{name}\"");
        if !exports.iter().any(|row| row.name == *name && row.kind == *kind) {
            return Err(self.error(importer, &format!("{}; no export matched request", import())));
        }
        let mut chain = self.plan.steps[importer].chain.clone();
        if exports.iter().any(|row| row.name == "_start") {
            // A WASI command: it runs once, for this importer alone.
            if let Some(step) = known {
                return Ok(Provider::Export(step));
            }
            if chain.iter().any(|above| above == from) {
                let text = format!("{}; a module with \"_start\" cannot be part of a cycle", import());
                return Err(self.error(importer, &text));
            }
            chain.push(from.to_owned());
            let mut own = Scope::new(self.given.count());
            return self.visit(target, chain, &mut own).map(Provider::Export);
        }
        match scope.0[target] {
            Some(Visited { step, done: true }) => Ok(Provider::Export(step)),
            Some(Visited { step, done: false }) if kind == "function" => Ok(Provider::Late(step)),
            Some(_) => {
                let text = format!(
                    "{}; circular imports of type=\"{kind}\" are not supported",
                    import()
                );
                Err(self.error(importer, &text))
            }
            None => {
                chain.push(from.to_owned());
                self.visit(target, chain, scope).map(Provider::Export)
            }
        }
    }

    /// An import of a module that the host or WASI provides; `None` for the host's.
    fn hosted(&self, importer: usize, Row { module, name, kind }: &Row) -> Result<Option<Provider>> {
        let is_function = kind == "function";
        if is_function && self.given.host_has(module, name) {
            return Ok(None);
        }
        let import = format!("cannot resolve import \"{module}\" \"{name}\"");
        let own = pdk::function(module, name);
        let is_host = own.is_some() || self.given.host_has_module(module);
        if module == WASI && !is_host {
            return match self.given.wasi_has(name) {
                None => Err(Error::new(
                    Code::Link,
                    format!("WASI is not enabled; see {}", self.face.terms().use_wasi),
                )),
                Some(true) if is_function => Ok(Some(Provider::Wasi)),
                Some(_) => Err(self.error(importer, &format!("{import}: WASI preview 1 has no such {kind}"))),
            };
        }
        let why = if !is_host {
            format!(
                ": not provided by host imports nor linked manifest items{}",
                self.hint(module, name, is_function)
            )
        } else if !is_function {
            format!(": the host provides functions, and this import is a {kind}")
        } else {
            let hint = if own.is_none() {
                self.hint(module, name, is_function)
            } else if module == pdk::ENV {
                "; the plug-in's PDK may be newer than this host".into()
            } else {
                "; no PDK before 1.0 that this host knows of has it".into()
            };
            format!(" (\"{module}\" is a host module, but does not contain \"{name}\"){hint}")
        };
        Err(self.error(importer, &format!("{import}{why}")))
    }

    /// How the application could provide a function: it may have it in another namespace.
    fn hint(&self, module: &str, name: &str, is_function: bool) -> String {
        if !is_function {
            return String::new();
        }
        let elsewhere = self.face.namespaces_of(name);
        if !elsewhere.is_empty() {
            let given = self.face.terms().functions_have;
            return format!("; {given} \"{name}\" in {elsewhere}, and it belongs in \"{module}\"");
        }
        // Among several modules it is more likely that one is missing.
        if self.given.count() > 1 && !pdk::is_applications(module) {
            return String::new();
        }
        format!("; give it as {}", self.face.how_to_give(module, name))
    }

    fn error(&self, step: usize, text: &str) -> Error {
        Error::new(
            Code::Link,
            format!(
                "from module \"{}\": {text}",
                self.plan.steps[step].chain.join("\"/\"")
            ),
        )
    }
}

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
mod tests;
