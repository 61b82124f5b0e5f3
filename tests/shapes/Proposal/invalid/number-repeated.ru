# expect: psgsh:Proposal-proposal sh:MaxCountConstraintComponent
# Two numbers.
INSERT DATA { <id/proposal/1> psg:proposal 2 }
