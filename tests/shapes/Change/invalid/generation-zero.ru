# expect: psgsh:Change-generation sh:MinInclusiveConstraintComponent
# The generation is less than 1.
DELETE { ?c psg:generation 1 } INSERT { ?c psg:generation 0 } WHERE { ?c psg:generation 1 }
