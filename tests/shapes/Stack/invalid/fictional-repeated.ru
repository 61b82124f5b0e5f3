# expect: psgsh:Stack-fictional sh:MaxCountConstraintComponent
# The stack has two values of “fictional”.
INSERT DATA { <id/stack/example> psg:fictional false }
