"""NumPy's products take the threads that they are given."""

from threadpoolctl import threadpool_info, threadpool_limits

from index.threads import one_blas_thread


def test_numpy_multiplies_on_one_thread() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        one_blas_thread()
        found = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]
    assert found
    assert set(found) == {1}
