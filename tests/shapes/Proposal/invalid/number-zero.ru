# expect: psgsh:Proposal-proposal sh:MinInclusiveConstraintComponent
# The number is less than 1.
DELETE { ?p psg:proposal 1 } INSERT { ?p psg:proposal 0 } WHERE { ?p psg:proposal 1 }
