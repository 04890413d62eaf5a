/* SPDX-License-Identifier: Apache-2.0 */
/* test_client.c: who counts as one client, and how much of a queue one may have. */
#include "daemon/front/client.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/front/engine.h"
#include "tests/unit/test.h"

enum { QUEUE = 9000 };

static size_t queued;

struct engine_room engine_room(const struct engine *engine)
{
    return (struct engine_room){.jobs = QUEUE - queued, .bytes = UINT64_MAX / 8};
}

static struct client *at(struct clients *clients, const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return client_of(clients, (struct sockaddr *)&v4, -1);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return client_of(clients, (struct sockaddr *)&v6, -1);
}

static void an_address_is_a_client(void **state)
{
    static struct clients clients = {.secret = 7};
    struct client *one = at(&clients, "10.0.0.1");
    assert_ptr_equal(at(&clients, "10.0.0.1"), one);
    struct client *other = at(&clients, "10.0.0.2"), *six = at(&clients, "2001:db8:1:2::1");
    assert_ptr_not_equal(other, one);
    assert_ptr_equal(at(&clients, "2001:db8:1:2:ffff::9"), six); /* one host may have a /64 */
    struct client *neighbour = at(&clients, "2001:db8:1:3::1");
    assert_ptr_not_equal(neighbour, six);
    client_release(&clients, one);
    assert_ptr_equal(at(&clients, "10.0.0.1"), one);
    struct client *all[] = {one, one, other, six, six, neighbour, NULL};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        client_release(&clients, all[i]);
    for (unsigned i = 0; i < CLIENT_BUCKETS; i++)
        assert_null(clients.buckets[i]);
}

static void a_user_is_a_client_of_a_unix_socket(void **state)
{
    static struct clients clients;
    int ends[2];
    const struct sockaddr nameless = {.sa_family = AF_UNIX};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    struct client *client = client_of(&clients, &nameless, ends[0]);
    assert_int_equal(client->key[0], getuid());
    client_release(&clients, client);
    close(ends[0]);
    close(ends[1]);
}

static size_t take_all(struct client *client)
{
    size_t taken = 0;
    while (client_take(client, NULL, 10)) {
        taken++;
        queued++;
    }
    return taken;
}

static void who_comes_later_finds_room(void **state)
{
    static struct clients clients;
    struct client *greedy = at(&clients, "10.0.0.1"), *second = at(&clients, "10.0.0.2"),
                  *third = at(&clients, "10.0.0.3");
    size_t first_share = take_all(greedy);
    assert_int_equal(first_share, QUEUE * 4 / 5);
    size_t second_share = take_all(second);
    assert_true(second_share >= (QUEUE - first_share) * 3 / 5);
    assert_true(take_all(third) > 0);
    assert_false(client_take(greedy, NULL, 10));
    while (greedy->items) {
        client_give(greedy, 10);
        queued--;
    }
    assert_int_equal(greedy->bytes, 0);
    assert_true(take_all(second) > second_share);
}

static void bytes_count_too(void **state)
{
    static struct clients clients;
    struct client *client = at(&clients, "10.0.0.1");
    queued = 0;
    assert_false(client_take(client, NULL, UINT64_MAX / 2 + 8));
    assert_true(client_take(client, NULL, UINT64_MAX / 4));
    assert_int_equal(client->items, 1);
    assert_true(client_take(NULL, NULL, 1)); /* nobody: there was no memory to count with */
    client_give(NULL, 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_address_is_a_client),
    cmocka_unit_test(a_user_is_a_client_of_a_unix_socket),
    cmocka_unit_test(who_comes_later_finds_room),
    cmocka_unit_test(bytes_count_too),
};
RUN_TESTS(tests)
