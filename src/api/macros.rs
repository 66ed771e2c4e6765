//! Macros for typed functions, of hosts and of plug-ins.

/// Defines a host function of ordinary Rust types, which are read from the plug-in's memory and written to it.
///
/// The body is a [`Result`](crate::Result) of the type after the arrow. What comes before a semicolon, if anything does, is the name and
/// type of the function's [`UserData`](crate::UserData).
///
/// ```
/// use extism_web::host_fn;
///
/// host_fn!(pub add_newline(text: String) -> String {
///     Ok(text + "\n")
/// });
///
/// host_fn!(count(total: u64; text: String) -> u64 {
///     total.with(|total| {
///         *total += text.len() as u64;
///         *total
///     })
/// });
/// # let _: fn(&mut extism_web::CurrentPlugin, &[extism_web::Val], &mut [extism_web::Val], extism_web::UserData<u64>) -> Result<(), extism_web::Error> = count;
/// ```
#[macro_export]
macro_rules! host_fn {
    ($visibility:vis $name:ident ($($argument:ident : $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $crate::host_fn!($visibility $name (_user_data: (); $($argument: $type),*) $(-> $result)? $body);
    };
    ($visibility:vis $name:ident ($data:ident : $data_type:ty; $($argument:ident : $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $visibility fn $name(
            plugin: &mut $crate::CurrentPlugin,
            inputs: &[$crate::Val],
            outputs: &mut [$crate::Val],
            #[allow(unused_mut, unused_variables)] mut $data: $crate::UserData<$data_type>,
        ) -> ::core::result::Result<(), $crate::Error> {
            #[allow(unused_mut, unused_variables)]
            let mut arguments = inputs.iter();
            $(
                let $argument: $type = match arguments.next() {
                    ::core::option::Option::Some(value) => plugin.memory_get_val(value)?,
                    ::core::option::Option::None => {
                        return ::core::result::Result::Err($crate::Error::msg(::core::concat!(
                            "host function \"", ::core::stringify!($name),
                            "\" was given no argument for \"", ::core::stringify!($argument), "\""
                        )));
                    }
                };
            )*
            let output = (move || -> ::core::result::Result<_, $crate::Error> { $body })()?;
            $(let output: $result = output;)?
            if let ::core::option::Option::Some(result) = outputs.first_mut() {
                plugin.memory_set_val(result, &output)?;
            }
            ::core::result::Result::Ok(())
        }
    };
}

/// Defines a type for a plug-in whose functions are known, with a method for each.
///
/// The methods are as [`Plugin::call`](crate::Plugin::call); with `async` after the visibility, as
/// [`Plugin::call_async`](crate::Plugin::call_async). A [`Plugin`](crate::Plugin) that lacks a function does not convert.
///
/// ```no_run
/// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
/// use extism_web::{typed_plugin, Plugin};
///
/// typed_plugin!(pub Vowels {
///     count_vowels(&str) -> String;
/// });
///
/// let vowels: Vowels = Plugin::new(manifest, [], true).await?.try_into()?;
/// println!("{}", vowels.count_vowels("Hello, World!")?);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! typed_plugin {
    ($visibility:vis async $name:ident { $($function:ident $(<$($life:lifetime),+>)? ($input:ty) -> $output:ty);* $(;)? }) => {
        $crate::typed_plugin!(@type $visibility $name $($function)*);
        impl $name {
            $(
                #[doc = ::core::concat!("Calls the plug-in's function `", ::core::stringify!($function), "`, and waits.")]
                pub async fn $function $(<$($life),+>)? (&self, input: $input) -> ::core::result::Result<$output, $crate::Error> {
                    self.0.call_async(::core::stringify!($function), input).await
                }
            )*
        }
    };
    ($visibility:vis $name:ident { $($function:ident $(<$($life:lifetime),+>)? ($input:ty) -> $output:ty);* $(;)? }) => {
        $crate::typed_plugin!(@type $visibility $name $($function)*);
        impl $name {
            $(
                #[doc = ::core::concat!("Calls the plug-in's function `", ::core::stringify!($function), "`.")]
                pub fn $function $(<$($life),+>)? (&self, input: $input) -> ::core::result::Result<$output, $crate::Error> {
                    self.0.call(::core::stringify!($function), input)
                }
            )*
        }
    };
    (@type $visibility:vis $name:ident $($function:ident)*) => {
        #[doc = ::core::concat!("A plug-in with the functions ", $("`", ::core::stringify!($function), "` ",)* ".")]
        #[derive(Debug)]
        $visibility struct $name(pub $crate::Plugin);

        impl ::core::convert::TryFrom<$crate::Plugin> for $name {
            type Error = $crate::Error;

            fn try_from(plugin: $crate::Plugin) -> ::core::result::Result<Self, Self::Error> {
                $(
                    if !plugin.function_exists(::core::stringify!($function)) {
                        return ::core::result::Result::Err($crate::Error::msg(::core::concat!(
                            "the plug-in has no function \"", ::core::stringify!($function), "\", which ", ::core::stringify!($name), " needs"
                        )));
                    }
                )*
                ::core::result::Result::Ok(Self(plugin))
            }
        }

        impl ::core::convert::From<$name> for $crate::Plugin {
            fn from(plugin: $name) -> Self {
                plugin.0
            }
        }
    };
}
