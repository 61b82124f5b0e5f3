# expect: psgsh:SupersededThing-isReplacedBy sh:PatternConstraintComponent
# What replaces it is a script.
DELETE WHERE { <id/service/doublet> dct:isReplacedBy ?value } ;
INSERT DATA { <id/service/doublet> dct:isReplacedBy <javascript:alert(1)> }
