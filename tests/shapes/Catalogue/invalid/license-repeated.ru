# expect: psgsh:Catalogue-license sh:MaxCountConstraintComponent
# The catalogue has two values of “licence”.
INSERT DATA { <id/catalogue/example> dct:license <https://creativecommons.org/publicdomain/zero/1.0/> }
