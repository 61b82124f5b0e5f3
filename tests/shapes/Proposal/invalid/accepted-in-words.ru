# expect: psgsh:Proposal-accepted sh:DatatypeConstraintComponent
# The decision is told in words.
INSERT DATA { <id/proposal/1> psg:accepted "yes" }
