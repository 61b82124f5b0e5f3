# expect: psgsh:Proposal-accepted sh:MaxCountConstraintComponent
# Accepted and refused.
INSERT DATA { <id/proposal/1> psg:accepted true , false }
