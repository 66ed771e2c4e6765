// A spec file that declares nothing.
