//! Compiles a VRL program and runs it over events, one a line of JSON from standard input; prints each result, null where the
//! program aborts. Ends with 1 and the compiler's words where the program does not compile.
use std::io::{BufRead, Read};
use vrl::compiler::{runtime::{Runtime, Terminate}, state::RuntimeState, Context, TargetValue, TimeZone};
use vrl::value::{Secrets, Value};

fn main() {
    let path = std::env::args().nth(1).expect("usage: vrl-check PROGRAM < events");
    let mut source = String::new();
    std::fs::File::open(&path).and_then(|mut file| file.read_to_string(&mut source)).expect("the program can be read");
    let compiled = match vrl::compiler::compile(&source, &vrl::stdlib::all()) {
        Ok(result) => result,
        Err(problems) => {
            eprintln!("{}", vrl::diagnostic::Formatter::new(&source, problems));
            std::process::exit(1);
        }
    };
    for line in std::io::stdin().lock().lines() {
        let event: serde_json::Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let mut target = TargetValue { value: Value::from(event), metadata: Value::Object(Default::default()), secrets: Secrets::default() };
        let mut state = RuntimeState::default();
        let timezone = TimeZone::default();
        let mut context = Context::new(&mut target, &mut state, &timezone);
        match compiled.program.resolve(&mut context) {
            Ok(_) => println!("{}", serde_json::Value::try_from(target.value.clone()).expect("JSON")),
            Err(vrl::compiler::ExpressionError::Abort { .. }) => println!("null"),
            Err(error) => { eprintln!("{error}"); std::process::exit(2); }
        }
    }
    let _ = Terminate::Abort;
    let _ = Runtime::default;
}
