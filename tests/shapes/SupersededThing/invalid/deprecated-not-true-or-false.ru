# expect: psgsh:SupersededThing-deprecated sh:DatatypeConstraintComponent
# Whether it is deprecated is said in a word.
DELETE WHERE { <id/service/doublet> owl:deprecated ?value } ;
INSERT DATA { <id/service/doublet> owl:deprecated "yes" }
