# expect: psgsh:TitledThing-title sh:UniqueLangConstraintComponent
# There are two titles in English.
INSERT DATA { <id/output/example> dct:title "Another title"@en }
