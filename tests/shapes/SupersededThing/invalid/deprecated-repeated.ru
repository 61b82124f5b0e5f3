# expect: psgsh:SupersededThing-deprecated sh:MaxCountConstraintComponent
# It says that it is deprecated, and that it is not.
INSERT DATA { <id/service/doublet> owl:deprecated false }
