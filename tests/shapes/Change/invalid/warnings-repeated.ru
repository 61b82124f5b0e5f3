# expect: psgsh:Change-warnings sh:MaxCountConstraintComponent
# Two counts.
INSERT DATA { <id/change/1> psg:warnings 1 , 2 }
