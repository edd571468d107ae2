//! The forms that values have in a rulebook file, taken from the structs it is read into.

use toml::Spanned;

/// The form of a value in a file: what `caveat schema` tells editors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Shape {
    Text,
    Integer,
    Boolean,
    List(Box<Shape>),
    /// One, or a list of them.
    OneOrMany(Box<Shape>),
    /// Tables or values by names that are free.
    Named(Box<Shape>),
    /// A table with these keys.
    Table(Vec<(String, Shape)>),
}

/// What has a form in a file.
pub trait Shaped {
    /// Its form.
    fn shape() -> Shape;
}

/// The key of a field: with hyphens, and `in` for the places, which is no name in Rust.
pub(super) fn key(field: &str) -> String {
    match field {
        "places" => "in".to_owned(),
        field => field.replace('_', "-"),
    }
}

impl Shaped for String {
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Shaped for i64 {
    fn shape() -> Shape {
        Shape::Integer
    }
}

impl Shaped for bool {
    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Spanned<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}
