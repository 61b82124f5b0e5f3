# expect: psgsh:Change-generation sh:MaxCountConstraintComponent
# The change has two generations.
INSERT DATA { <id/change/1> psg:generation 2 }
