# expect: psgsh:DescribedThing-description sh:PatternConstraintComponent
# The description is blank.
DELETE WHERE { <id/dependency/example> dct:description ?text } ;
INSERT DATA { <id/dependency/example> dct:description " "@en }
