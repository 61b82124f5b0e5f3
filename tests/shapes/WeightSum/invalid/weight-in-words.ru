# expect: psgsh:CriterionWeight-weight sh:DatatypeConstraintComponent
# expect: psgsh:CriterionWeight-weight sh:MinInclusiveConstraintComponent
# expect: psgsh:CriterionWeight-weight sh:MaxInclusiveConstraintComponent
# A weight is told in words; it is refused for that, and the sum of the others can still be formed.
DELETE DATA { <id/weight/example-3> psg:weight 1.0 } ;
INSERT DATA { <id/weight/example-3> psg:weight "all" }
