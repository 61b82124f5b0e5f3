# expect: psgsh:ReleaseCycle sh:SPARQLConstraintComponent
# Each of two releases is said to follow the other.
INSERT DATA { <id/release/example-old> dcat:previousVersion <id/release/example-new> }
