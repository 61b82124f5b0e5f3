# expect: psgsh:SupersededThing-isReplacedBy sh:MaxCountConstraintComponent
# Two things are said to replace it.
INSERT DATA { <id/service/doublet> dct:isReplacedBy <id/service/second> }
