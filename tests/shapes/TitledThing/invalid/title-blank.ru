# expect: psgsh:TitledThing-title sh:PatternConstraintComponent
# The title is blank.
DELETE WHERE { <id/output/example> dct:title ?title } ;
INSERT DATA { <id/output/example> dct:title " "@en }
